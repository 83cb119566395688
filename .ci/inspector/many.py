"""Ten thousand exchanges."""
import sys

from browser import Keys
from page import Page


class Many(Page):
    page = "many.html"

    def test_it_opens_in_under_two_seconds(self):
        """The quickest of some: what else the machine does takes time, too."""
        times = [self.open() for _ in range(5)]
        print(f"\n10,000 exchanges open in {', '.join(f'{time:.2f}' for time in times)} s", file=sys.stderr)
        self.assertLess(min(times), 2)
        self.assertEqual(self.browser.text("#count"), "10,000 exchanges")

    def test_it_scrolls_smoothly(self):
        """What the page does for a frame fits into one of sixty a second; how fast frames come depends on what else the machine does."""
        self.browser.cdp("Performance.enable")
        before = self.busy()
        frames, most, top = self.browser.driver.execute_async_script("""
            const done = arguments[0], list = document.getElementById('list');
            let frames = 0, most = 0;
            requestAnimationFrame(function next() {
              most = Math.max(most, document.querySelectorAll('#list .row').length);
              list.scrollTop += 200;
              frames += 1;
              if (frames < 200) requestAnimationFrame(next); else done([frames, most, list.scrollTop]);
            });""")
        each = (self.busy() - before) / frames * 1000
        print(f"\nscrolling keeps the page busy for {each:.1f} ms of a frame; {most} rows are elements", file=sys.stderr)
        self.assertLess(each, 16.7)
        self.assertLess(most, 150)
        self.assertEqual(top, 40_000)
        self.settle()
        in_sight = self.browser.js("""const box = document.getElementById('list').getBoundingClientRect();
            return document.elementFromPoint(box.x + 40, box.y + box.height / 2).closest('.row') !== null""")
        self.assertTrue(in_sight, "there is a row in the middle")

    def busy(self):
        metrics = {one["name"]: one["value"] for one in self.browser.cdp("Performance.getMetrics")["metrics"]}
        return metrics["ThreadTime"]

    def test_the_end_is_reached(self):
        self.browser.press(Keys.END)
        self.assertEqual(self.heading(), "Exchange 10000: GET events")
        self.assertTrue(self.rows()[-1] != "")

    def test_words_are_found(self):
        took = self.browser.driver.execute_async_script("""
            const done = arguments[0], words = document.getElementById('words'), begin = performance.now();
            words.value = 'number 9998';
            words.dispatchEvent(new Event('input', { bubbles: true }));
            (function wait() { document.querySelectorAll('#list .row').length < 12 ? done(performance.now() - begin) : setTimeout(wait, 5); })();""")
        print(f"\nthe first search takes {took:.0f} ms", file=sys.stderr)
        self.assertLess(took, 2000)
        self.assertRegex(self.browser.text("#count"), r"^[1-4] of 10,000 exchanges$")
        self.assertTrue(any("Message number 9998" in row for row in self.rows()), self.rows())

    def test_many_conversations(self):
        self.browser.press("c")
        self.assertEqual(self.heading(), "40 conversations")
