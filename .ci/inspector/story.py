"""What the page shows of a capture, and how it is filtered."""
import re

from page import FOLDER, Page


class Story(Page):
    def test_the_timeline_has_exchanges_and_events(self):
        self.assertEqual(self.browser.text("#count"), "15 exchanges")
        rows = self.rows()
        self.assertEqual(len(rows), 27)
        self.assertRegex(rows[1], r"^09:00:02\.000 2 client POST startMessaging2 .* 201 61 ms$")
        self.assertRegex(rows[3], r"^↳ communication started messagingInvitation “?Are you free at noon\?”?$")
        self.assertTrue(any("John Bak completed message" in row and row.endswith("Success") for row in rows), rows)
        self.assertTrue(any("1 finding" in row and "GET me" in row for row in rows), rows)
        self.assertEqual(self.browser.js("return document.title"), "story.har – UCWA exchanges")

    def test_an_exchange_opens(self):
        self.browser.js("document.querySelectorAll('#list .row')[1].click()")
        self.assertEqual(self.heading(), "Exchange 2: POST startMessaging2")
        self.assertEqual(self.hash(), "#exchange-2")
        text = self.browser.text("#detail")
        for part in ["JSON, written anew", "XML, converted", '"operationId": "74cb7404"', '<property name="operationId">', "Started",
                     "by the link startMessaging of exchange 1", "Opaque id chosen by the client", "string of at most 50 UTF-16 code units"]:
            self.assertIn(part, text)
        panes = [pane.rect for pane in self.browser.all("#detail section.request .pane")]
        self.assertEqual(len(panes), 2)
        self.assertEqual(panes[0]["y"], panes[1]["y"], "side by side")
        self.assertGreater(panes[1]["x"], panes[0]["x"])

    def test_what_belongs_together_is_tied(self):
        self.open("#exchange-2")
        links = self.browser.js("return [...document.querySelectorAll('.facts ul a')].map((one) => one.hash)")
        self.assertEqual(links, ["#exchange-3-event-1", "#exchange-4-event-1"])
        self.browser.one(".facts ul a").click()
        self.assertEqual((self.hash(), self.heading()), ("#exchange-3-event-1", "Exchange 3: GET events"))
        self.assertIn("exchange 2, POST startMessaging2 (operation id 74cb7404)", self.browser.text(".event-detail.chosen"))

    def test_findings_and_unknown_members_are_marked(self):
        self.open("#exchange-8")
        self.assertIn("emailAddresses: expected a list, but found one value", self.browser.text("#detail .findings"))
        marked = self.browser.texts("#detail .line.marked")
        self.assertEqual([line.strip() for line in marked], ['"emailAddresses": "lene@contoso.com",does not fit', '"mood": "hungry",unknown'])
        self.assertIn("mood", " ".join(self.browser.texts("#detail tr.marked th")))

    def test_events_carry_their_own_marks(self):
        self.assertTrue(any("whiteboard" in row and "1 unknown" in row for row in self.rows()), self.rows())

    def test_data_urls_are_decoded(self):
        self.open("#exchange-11")
        offer = self.browser.text("#detail pre.sdp")
        self.assertIn("m=audio 50012 RTP/AVP 111 0 8\n", offer)
        self.assertIn("a=ice-pwd:(left out)", offer)
        self.open("#exchange-10")
        self.browser.until(lambda: self.browser.js("return document.querySelector('#detail img').complete"))
        self.assertEqual(self.browser.js("const { naturalWidth, naturalHeight } = document.querySelector('#detail img'); return [naturalWidth, naturalHeight]"), [96, 64])

    def test_secrets_are_not_in_the_page(self):
        self.assertNotIn("SECRET", (FOLDER / self.page).read_text(encoding="utf-8"))

    def test_conversations_are_threads(self):
        self.browser.one("#show-conversations").click()
        self.assertEqual(self.heading(), "3 conversations")
        self.browser.one(".threads a").click()
        self.assertEqual((self.hash(), self.heading()), ("#conversation-1", "Conversation: Lunch?"))
        self.assertEqual(self.browser.texts(".thread pre"), ["Are you free at noon?", "Sure! Café Müller at noon? 🍜", "Perfect. I'll bring Nour along.", "مرحبا! أراكم ظهرا (table for 3)"])
        self.assertEqual(self.browser.texts(".thread strong"), ["client", "John Bak", "client", "نور حداد"])
        self.assertEqual(self.browser.js("return document.querySelector('.thread li:last-of-type').innerText").split()[1:], ["whiteboard", "started", "1", "unknown"])

    def test_filters(self):
        for name, value, expected in [
            ("words", "noon", ["2", "3", "4", "5"][1:]),
            ("words", "NOON müller", ["5"]),
            ("words", "hungry", ["8"]),
            ("words", "sdp sip:john", ["11"]),
            ("words", "nobody said this", []),
            ("sender", "communication", ["3", "4", "12"]),
            ("rel", "participant", ["4", "7"]),
            ("rel", "startMessaging", ["2"]),
            ("type", "added", ["3", "4", "7"]),
            ("status", "404", ["14"]),
            ("status", "Failure", ["12"]),
            ("found", True, ["8"]),
        ]:
            with self.subTest(name=name, value=value):
                self.filter(name, value)
                self.assertEqual(self.exchanges(), expected)
                self.assertEqual(self.browser.text("#count"), f"{len(expected)} of 15 exchanges")
                self.browser.one("#filters button[type=reset]").click()
                self.settle()
                self.assertEqual(len(self.exchanges()), 15)

    def test_filters_go_together(self):
        self.filter("sender", "conversation")
        self.filter("type", "completed")
        self.assertEqual(self.exchanges(), ["5", "7", "13"])
        self.filter("words", "noodles")
        self.assertEqual(self.exchanges(), ["13"])
        self.assertEqual(len(self.rows()), 3)

    def test_choices_say_how_often(self):
        options = self.browser.texts("#status option")
        self.assertEqual([re.sub(r" \(\d+\)$", "", option) for option in options], ["any", "200", "201", "204", "404", "Failure", "Success"])
        self.assertIn("404 (1)", options)


class Failed(Page):
    page = "failed.html"

    def test_what_did_not_arrive_says_so(self):
        self.open("#conversation-1")
        said = [" ".join(text.split()) for text in self.browser.texts(".thread li:not(.happened)")]
        self.assertEqual(len(said), 4, said)
        for text, status in zip(said, ["Failure", "Failure", "403", None]):
            self.assertEqual(any(word in text for word in ["Failure", "403"]), status is not None, text)
            self.assertIn(status or "Text 4", text)
        self.assertIn("nobody is there", said[0])
        self.assertEqual(self.browser.texts(".thread .failed pre"), ["Text 1", "Text 2", "Text 3"])


class Odd(Page):
    page = "odd.html"

    def test_a_long_text_is_shown_bit_by_bit(self):
        self.open("#exchange-3")
        length = "return document.querySelector('#detail pre.said').textContent.length"
        self.assertLess(self.browser.js(length), 3000)
        self.browser.one("#detail pre.said button").click()
        self.assertEqual(self.browser.js(length), 30_001)

    def test_words_are_found_however_they_are_written(self):
        for words, expected in [("C:\\temp", ["4"]), ("zo\u00eb", ["4"]), ("written in base64", ["4"]), ("c:\\\\temp\\", [])]:
            with self.subTest(words=words):
                self.filter("words", words)
                self.assertEqual(self.exchanges(), expected)

    def test_times_and_names(self):
        rows = self.rows()
        self.assertTrue(rows[0].endswith(" 1:00 min") and rows[1].endswith(" 1:30 h"), rows)
        self.assertNotIn("reason", rows[-1])
        # the capture goes on on the next day
        days = [re.match(r"(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d\.\d{3} ", row) for row in rows if not row.startswith("↳")]
        self.assertTrue(all(days), rows)
        self.assertEqual(len({day[1] for day in days}), 2, rows)
        self.open("#conversation-1")
        times = self.browser.texts(".thread .time")
        self.assertEqual([len(time.split()) for time in times], [2, 2], times)


class Two(Page):
    page = "two.html"

    def test_each_file_has_its_numbers(self):
        self.assertEqual(self.browser.text("#count"), "21 exchanges")
        self.assertEqual(self.exchanges()[14:16], ["1:15", "2:3"])
        for place, heading in [("#exchange-3", "Exchange 1:3: GET events"), ("#exchange-2:3", "Exchange 2:3: POST applications"), ("#exchange-2:6.1", "Exchange 2:6.1: GET me")]:
            self.open(place)
            self.assertEqual(self.heading(), heading)
        self.assertRegex(self.browser.text("#detail"), r"File\s+\S*chat\.har")
        self.open("#exchange-2:6")
        self.assertEqual(self.hash(), "#exchange-2:6.1", "a batch is its parts")
        self.open("#exchange-2:4")
        self.assertEqual(self.browser.js("return document.querySelector('#detail dd a').hash"), "#exchange-2:3", "links stay in their file")


class Cut(Page):
    page = "cut.html"

    def test_what_is_whole_is_there_and_the_rest_is_told(self):
        self.assertGreater(len(self.exchanges()), 5)
        self.browser.press("j")
        told = self.browser.texts("header .findings li")
        self.assertEqual(len(told), 2)
        self.assertRegex(told[0], r"^cut\.har: the HAR is cut at line 1, column \d+; \d+ exchanges could be read$")
        self.assertTrue(told[1].startswith("missing.har: "), told)


class Log(Page):
    page = "log.html"

    def test_messages_of_a_log(self):
        self.assertEqual(self.browser.text("#count"), "10 exchanges")
        self.assertTrue(any("John Bak completed message" in row for row in self.rows()), self.rows())
        self.open("#exchange-2")
        self.assertEqual(self.heading(), "Exchange 2: events")
        self.assertIn("Message: events", self.browser.text("#detail"))
        self.assertRegex(self.browser.text("#detail"), r"Line\s+6")

    def test_conversations_of_a_log(self):
        self.browser.press("c")
        self.assertEqual(self.heading(), "3 conversations")
