"""What all tests of the page have in common."""
import sys
import unittest
from pathlib import Path

from browser import Browser

FOLDER = Path(sys.argv[1])
NOTHING = "return [window.__violations, window.__dialogs, window.__errors]"


class Page(unittest.TestCase):
    page = "story.html"

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.browser.size(1400, 900)
        self.browser.scheme("light")
        self.open()

    def tearDown(self):
        self.assertEqual(self.browser.js(NOTHING), [[], 0, []])
        self.assertEqual(self.browser.requests(), [])

    def open(self, place=""):
        return self.browser.open(FOLDER / self.page, place)

    def rows(self):
        return [" ".join(text.split()) for text in self.browser.texts("#list .row")]

    def exchanges(self):
        return self.browser.js("return [...document.querySelectorAll('#list .row.exchange .number')].map((one) => one.textContent)")

    def heading(self):
        return self.browser.text("#detail h2")

    def hash(self):
        return self.browser.js("return location.hash")

    def filter(self, name, value):
        self.browser.js("""const control = document.getElementById(arguments[0]);
            if (control.type === 'checkbox') control.checked = arguments[1]; else control.value = arguments[1];
            control.dispatchEvent(new Event('input', { bubbles: true }));""", name, value)
        self.settle()

    def settle(self):
        self.browser.driver.execute_async_script("setTimeout(arguments[0], 200)")
