"""The page that an emulator serves: exchanges appear as they happen."""
import socket
import sys

from emulator import Client, Emulator
from page import FOLDER, NOTHING, Page

COMMAND = sys.argv[2]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Live(Page):
    def setUp(self):
        self.emulator = Emulator(COMMAND, free_port())
        self.addCleanup(lambda: self.emulator.end())
        self.browser.size(1400, 900)
        self.open()

    def tearDown(self):
        self.assertEqual(self.browser.js(NOTHING), [[], 0, []])
        self.assertEqual([url for url in self.browser.requests() if not url.startswith(self.emulator.page)], [])

    def open(self, place=""):
        self.browser.visit(self.emulator.page + place)
        self.until(lambda: self.state() == "live")

    def until(self, holds):
        self.browser.until(holds, 10)

    def state(self):
        return self.browser.text("#live")

    def row(self, *words):
        return any(all(word in row for word in words) for row in self.rows())

    def test_exchanges_appear_as_they_happen(self):
        self.assertEqual(self.rows(), [])
        self.assertEqual(self.browser.text("#detail"), "Exchanges appear here as they happen.")
        client = Client(self.emulator)
        self.until(lambda: self.row("POST startMessaging", "201") and self.row("added conversation"))
        self.assertEqual(self.browser.text("#detail"), "Choose an exchange.")
        client.say("Is there any marzipan left?")
        self.until(lambda: self.row("POST sendMessage", "Is there any marzipan left?") and self.row("completed message", "You said: Is there any marzipan left?"))
        self.browser.js("document.querySelector('#list .row').click()")
        self.assertIn("JSON", self.browser.text("#detail"))
        self.assertNotIn(client.token, self.browser.js("return document.body.innerText"))
        self.browser.picture(FOLDER / "live.png")

    def test_a_filter_is_kept(self):
        client = Client(self.emulator)
        self.filter("words", "marzipan cake")
        self.assertEqual(self.rows(), [])
        client.say("nougat cake")
        client.say("marzipan cake")
        self.until(lambda: self.row("sendMessage", "marzipan cake") and self.row("completed message", "You said: marzipan cake"))
        self.assertFalse(self.row("nougat"))
        self.assertRegex(self.browser.text("#count"), r"^[2-4] of \d+ exchanges$")
        self.assertEqual(self.browser.js("return document.getElementById('words').value"), "marzipan cake")

    def test_choices_learn(self):
        client = Client(self.emulator)
        client.say("one")
        self.until(lambda: any(option.startswith("conversation (") for option in self.browser.texts("#sender option")))
        self.filter("sender", "conversation")
        before = len(self.rows())
        client.say("two")
        self.until(lambda: len(self.rows()) > before and self.row("You said: two"))
        self.assertFalse(self.row("POST sendMessage"))
        self.assertEqual(self.browser.js("return document.getElementById('sender').value"), "conversation")

    def test_what_is_opened_and_in_sight_stays(self):
        client = Client(self.emulator)
        self.until(lambda: self.row("POST startMessaging"))
        self.browser.size(1400, 300)
        self.settle()
        self.browser.js("document.querySelector('#list').scrollTop = 0")
        self.settle()
        self.browser.js("document.querySelector('#list .row').click()")
        place, heading = self.hash(), self.heading()
        client.say("hello")
        count = self.browser.text("#count")
        client.say("hello again")
        self.until(lambda: self.browser.text("#count") != count)
        self.settle()
        self.assertEqual((self.hash(), self.heading(), self.browser.js("return document.querySelector('#list').scrollTop")), (place, heading, 0))
        self.assertEqual(self.browser.js("return document.querySelectorAll('[aria-selected=true]').length"), 1)

    def test_who_looks_at_the_end_goes_along(self):
        client = Client(self.emulator)
        self.until(lambda: self.row("POST startMessaging"))
        self.browser.size(1400, 300)
        self.settle()
        self.browser.js("const list = document.querySelector('#list'); list.scrollTop = list.scrollHeight")
        client.say("the last word")
        self.until(lambda: self.row("You said: the last word"))
        end = "const list = document.querySelector('#list'); return list.scrollHeight - list.scrollTop - list.clientHeight"
        self.until(lambda: self.browser.js(end) < 2)

    def test_conversations_grow(self):
        client = Client(self.emulator)
        client.say("first")
        self.until(lambda: self.row("You said: first"))
        self.browser.one("#show-conversations").click()
        self.browser.one(".threads a").click()
        self.assertEqual(self.browser.texts(".thread pre"), ["first", "You said: first"])
        client.say("second")
        self.until(lambda: self.browser.texts(".thread pre") == ["first", "You said: first", "second", "You said: second"])
        self.assertEqual(self.browser.js("return document.activeElement.tagName"), "H2", "the focus stays where it was")

    def test_a_place_may_be_still_to_come(self):
        self.open("#exchange-3")
        self.assertEqual(self.heading(), "")
        Client(self.emulator)
        self.until(lambda: self.heading().startswith("Exchange 3: "))

    def test_another_emulator_is_another_page(self):
        """As when exchanges are no longer kept: the page is told, and begins anew, with its filter."""
        Client(self.emulator)
        self.until(lambda: self.row("POST startMessaging"))
        self.filter("words", "cake")
        self.filter("status", "201")
        port = int(self.emulator.page.rsplit(":", 1)[1].strip("/"))
        self.emulator.end()
        self.until(lambda: self.state() == "the emulator does not answer")
        self.emulator = Emulator(COMMAND, port)
        self.browser.until(lambda: self.browser.js("return document.body?.dataset.ready === ''") and self.state() == "live", 30)
        self.assertEqual(self.browser.text("#count"), "0 exchanges")
        Client(self.emulator).say("more cake")
        self.until(lambda: self.row("sendMessage", "more cake"))
        self.assertEqual([row for row in self.rows() if "cake" not in row], [])

    def test_it_may_ask_its_own_server_alone(self):
        self.browser.js("fetch('https://example.com/').catch(() => {}); new EventSource('http://127.0.0.1:1/');")
        self.settle()
        violations = self.browser.js("return window.__violations")
        self.assertEqual(len([one for one in violations if one.startswith("connect-src")]), 2, violations)
        self.open()  # what was tried here is no fault of the page

