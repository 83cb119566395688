"""How people move in the page, and what it looks like: keys, addresses, assistive technology, colours, narrow screens, pictures."""
from browser import Keys
from page import FOLDER, Page


class Moves(Page):
    def test_keys(self):
        press = self.browser.press
        press("j")
        self.assertEqual(self.heading(), "Exchange 1: POST applications")
        press(Keys.ARROW_DOWN, "j")
        self.assertEqual(self.hash(), "#exchange-3")
        press("k")
        self.assertEqual(self.hash(), "#exchange-2")
        press(Keys.END)
        self.assertEqual(self.hash(), "#exchange-15")
        press(Keys.HOME)
        self.assertEqual(self.hash(), "#exchange-1")
        press("n")
        self.assertEqual(self.hash(), "#exchange-7")
        press("p")
        self.assertEqual(self.hash(), "#exchange-1")
        press(Keys.ENTER)
        self.assertEqual(self.browser.js("return document.activeElement.textContent"), "Exchange 1: POST applications")
        press(Keys.ESCAPE)
        self.assertEqual(self.browser.js("return document.activeElement.id"), "list")
        press("f")
        self.settle()
        self.assertEqual(self.exchanges(), ["8"])
        press("x")
        self.settle()
        self.assertEqual(len(self.exchanges()), 15)
        press("c")
        self.assertEqual(self.heading(), "3 conversations")
        press("e")
        self.assertEqual(self.heading(), "Exchange 1: POST applications")

    def test_a_step_keeps_the_focus(self):
        self.open("#exchange-2")
        focused = lambda: self.browser.js("return document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName")
        self.browser.js("document.querySelector('#detail [aria-label=Next]').focus()")
        for _ in range(2):
            self.browser.press(Keys.ENTER)
            self.assertEqual(focused(), "Next")
        self.assertEqual(self.hash(), "#exchange-3-event-1")
        self.browser.js("document.querySelector('#detail h2').focus()")
        self.browser.press("j")
        self.assertEqual((self.hash(), focused()), ("#exchange-3-event-2", "H2"))

    def test_keys_are_explained(self):
        self.browser.press("?")
        self.assertTrue(self.browser.js("return document.getElementById('help').open"))
        self.assertIn("the next row", self.browser.text("#help"))
        self.browser.press("j")
        self.assertEqual(self.heading(), "", "the dialog has the keys")
        self.browser.press(Keys.ESCAPE)
        self.assertFalse(self.browser.js("return document.getElementById('help').open"))

    def test_typing_is_no_command(self):
        self.browser.press("/", "j", "f", "?", "c")
        self.assertEqual(self.browser.js("return [document.activeElement.id, document.activeElement.value]"), ["words", "jf?c"])
        self.settle()
        self.assertEqual(self.exchanges(), [])
        self.browser.press(Keys.ESCAPE)
        self.assertEqual(self.browser.js("return document.activeElement.id"), "list")

    def test_places_have_addresses(self):
        for place, heading in [("#exchange-12", "Exchange 12: GET events"), ("#exchange-7-event-2", "Exchange 7: GET events"), ("#conversation-1", "Conversation: Lunch?"), ("#conversations", "3 conversations")]:
            with self.subTest(place=place):
                self.open(place)
                self.assertEqual(self.heading(), heading)
        self.open("#exchange-7-event-2")
        self.assertEqual(self.browser.js("return document.querySelector('.event-detail.chosen').id"), "detail-exchange-7-event-2")
        self.open("#exchange-99")
        self.assertIn("There is no place exchange-99", self.browser.text("#detail"))

    def test_an_address_is_stronger_than_a_filter(self):
        self.filter("status", "404")
        self.browser.js("location.hash = '#exchange-2'")
        self.settle()
        self.assertEqual(self.heading(), "Exchange 2: POST startMessaging2")
        self.assertEqual(len(self.exchanges()), 15)

    def test_one_can_go_back(self):
        for index in [1, 2]:
            self.browser.js(f"document.querySelectorAll('#list .row')[{index}].click()")
        self.browser.driver.back()
        self.settle()
        self.assertEqual(self.heading(), "Exchange 2: POST startMessaging2")


class Looks(Page):
    def test_assistive_technology_is_told(self):
        self.open("#exchange-5")
        told = self.browser.js("""const list = document.getElementById('list'), row = document.getElementById(list.getAttribute('aria-activedescendant'));
            return [list.getAttribute('role'), row.getAttribute('role'), row.getAttribute('aria-selected'), row.getAttribute('aria-posinset'), row.getAttribute('aria-setsize'),
              document.querySelectorAll('[aria-selected="true"]').length, document.documentElement.lang]""")
        self.assertEqual(told, ["listbox", "option", "true", "10", "27", 1, "en"])
        tree = self.browser.cdp("Accessibility.getFullAXTree")["nodes"]
        named = {"button", "combobox", "listbox", "searchbox", "checkbox", "link", "image", "option", "article"}
        nameless = [node for node in tree if not node.get("ignored") and node.get("role", {}).get("value") in named and not node.get("name", {}).get("value")]
        self.assertEqual(nameless, [])
        self.assertEqual(self.browser.js("return [...document.querySelectorAll('h1, h2, h3, h4')].filter((one) => one.checkVisibility()).map((one) => one.tagName)")[:2], ["H1", "H2"])

    def test_colours_can_be_read(self):
        pairs = [("text", "back"), ("text", "raised"), ("text", "chosen"), ("dim", "back"), ("dim", "raised"), ("dim", "chosen"), ("accent", "back"), ("accent", "raised"), ("accent", "chosen"),
                 ("good", "back"), ("good", "chosen"), ("bad", "back"), ("bad", "chosen"), ("bad", "bad-back"), ("text", "bad-back"), ("dim", "bad-back"), ("unknown", "unknown-back"), ("text", "unknown-back"), ("accent", "unknown-back"), ("text", "own")]
        for scheme in ["light", "dark"]:
            self.browser.scheme(scheme)
            colours = self.browser.js("const style = getComputedStyle(document.documentElement); return Object.fromEntries(arguments[0].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))", sorted({name for pair in pairs for name in pair}))
            for front, back in pairs:
                self.assertGreaterEqual(contrast(colours[front], colours[back]), 4.5, f"{scheme}: {front} on {back}")

    def test_a_narrow_screen(self):
        self.browser.size(360, 740)
        self.open()
        overflow = "return document.documentElement.scrollWidth > innerWidth || document.getElementById('detail').scrollWidth > innerWidth"
        self.assertFalse(self.browser.js(overflow))
        self.assertFalse(self.browser.one("#detail").is_displayed())
        self.browser.js("document.querySelectorAll('#list .row')[1].click()")
        self.assertTrue(self.browser.one("#detail").is_displayed())
        self.assertFalse(self.browser.one("#list").is_displayed())
        self.assertFalse(self.browser.js(overflow))
        self.browser.one("#detail .back").click()
        self.assertTrue(self.browser.one("#list").is_displayed())
        self.assertFalse(self.browser.one("#words").is_displayed())
        self.browser.one("#show-filters").click()
        self.assertTrue(self.browser.one("#words").is_displayed())
        for number in range(1, 16):
            self.open(f"#exchange-{number}")
            self.assertFalse(self.browser.js(overflow), number)

    def test_steps_back_on_a_narrow_screen(self):
        self.browser.size(360, 740)
        self.open()
        self.browser.js("document.querySelectorAll('#list .row')[1].click()")
        self.assertTrue(self.browser.one("#detail").is_displayed())
        self.browser.driver.back()
        self.settle()
        self.assertEqual((self.hash(), self.browser.one("#list").is_displayed()), ("", True))
        for place in ["#exchange-999", "#conversation-99"]:
            self.open(place)
            self.assertIn("There is no", self.browser.text("#detail"))
            self.browser.one("#detail .back").click()
            self.assertTrue(self.browser.one("#list").is_displayed())

    def test_pictures(self):
        for scheme in ["light", "dark"]:
            self.browser.scheme(scheme)
            for name, width, height in [("wide", 1400, 900), ("narrow", 400, 800)]:
                self.browser.size(width, height)
                for place in ["", "#exchange-8", "#exchange-11", "#conversation-1"]:
                    self.open(place)
                    self.browser.picture(FOLDER / f"{name}-{scheme}{place.replace('#', '-')}.png")


def contrast(one, other):
    def luminance(colour):
        parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
