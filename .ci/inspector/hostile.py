"""Whatever messages hold is text."""
import re

from page import Page


class Hostile(Page):
    page = "hostile.html"

    OWN = {"HTML", "HEAD", "META", "TITLE", "STYLE", "BODY", "LINK", "HEADER", "MAIN", "SECTION", "ARTICLE", "DIV", "SPAN", "BDI", "PRE", "P", "H1", "H2", "H3", "H4", "DL", "DT", "DD", "UL", "OL", "LI", "A", "BUTTON",
           "FORM", "LABEL", "INPUT", "SELECT", "OPTION", "OUTPUT", "DIALOG", "KBD", "CODE", "NOSCRIPT", "SCRIPT", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "DETAILS", "SUMMARY", "STRONG"}

    def check(self):
        tags = set(self.browser.js("return [...document.querySelectorAll('*')].map((one) => one.tagName)"))
        self.assertLessEqual(tags, self.OWN)
        self.assertEqual(self.browser.js("return document.querySelectorAll('script').length"), 1)
        self.assertEqual(self.browser.js("return [...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith('on'))"), [])
        self.assertEqual(self.browser.js("return [...document.querySelectorAll('a')].filter((one) => !one.getAttribute('href').startsWith('#')).length"), 0)
        self.assertEqual(self.browser.js("return [window.hacked, Object.prototype.hacked, {}.hacked]"), [None, None, None])
        self.assertEqual(self.browser.js("return Object.getOwnPropertyNames(window).filter((name) => !window.__globals.has(name) && !name.startsWith('__') && !/^(cdc_|ret_)/.test(name))"), [])

    def test_nothing_runs_wherever_one_goes(self):
        places = self.browser.js("return [...document.querySelectorAll('#list .row')].map((one) => one.id)")
        self.assertGreater(len(places), 26)
        for _ in places:
            self.browser.press("j")
            self.check()
        for number in range(1, 4):
            self.open(f"#conversation-{number}")
            self.check()
        self.open("#</script><script>window.hacked = 1</script>")
        self.check()
        self.open("#%")
        self.check()

    def test_it_is_shown_as_text(self):
        self.open("#exchange-2")
        text = self.browser.text("#detail")
        self.assertIn("</script><script>window.hacked = 1; alert(1)</script>", text)
        self.assertIn("__proto__", text)
        self.open("#exchange-5")
        self.assertIn("<!--<script>", self.browser.text("#detail"))

    def test_what_cannot_be_seen_has_a_symbol(self):
        self.filter("words", "gnp.exe")
        self.browser.press("j")
        values = self.browser.texts("#detail td bdi")
        shown = next(value for value in values if "gnp" in value)
        for symbol in ["U+202E", "U+202C", "U+2066", "U+200B", "\u2400", "\u2407", "U+2028", "\u2421", "\u241b"]:
            self.assertIn(symbol, shown)
        raw = self.browser.js("return document.body.innerText + document.title")
        self.assertIsNone(re.search("[\u0000-\u0008\u202a-\u202e\u2066-\u2069\u200b]", raw))

    def test_texts_are_isolated_from_each_other(self):
        self.assertEqual(self.browser.js("return [...new Set([...document.querySelectorAll('bdi')].map((one) => getComputedStyle(one).unicodeBidi))]"), ["isolate"])

    def test_a_text_that_looks_like_a_message_was_said(self):
        self.assertTrue(any("sendMessage" in row and "window.hacked = 1" in row for row in self.rows()), self.rows())

    def test_the_policy_holds(self):
        """Beside the page's own care: what somebody got into it could not run, load or send."""
        self.browser.js("""
            const script = document.createElement('script');
            try { script.textContent = 'window.hacked = 1'; document.body.append(script); } catch (error) { window.refused = error.name; }
            try { document.body.innerHTML = '<img src=x onerror=alert(1)>'; } catch (error) { window.refusedMarkup = error.name; }
            const image = document.createElement('img'); image.src = 'https://example.com/a.png'; document.body.append(image);
            const style = document.createElement('style'); style.textContent = 'body { display: none }'; document.head.append(style);
            fetch('https://example.com/').catch(() => {});
        """)
        self.settle()
        violations = self.browser.js("return window.__violations")
        for directive in ["img-src", "style-src-elem", "connect-src"]:
            self.assertTrue(any(one.startswith(directive) for one in violations), violations)
        self.assertEqual(self.browser.js("return [window.hacked ?? null, window.refusedMarkup]"), [None, "TypeError"])
        self.assertEqual(self.browser.requests(), [])
        self.open()  # what was tried here is no fault of the page
