"""Chromium without a window, which looks nothing up."""
import json
import shutil
import tempfile
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-device-scale-factor=1"]

# before anything of a page runs: what it must not do is noted
WATCH = """
window.__violations = [];
window.__dialogs = 0;
window.__errors = [];
document.addEventListener('securitypolicyviolation', (event) => window.__violations.push(event.violatedDirective + ' ' + event.blockedURI));
window.addEventListener('error', (event) => window.__errors.push(String(event.message)));
window.addEventListener('unhandledrejection', (event) => window.__errors.push(String(event.reason)));
for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { window.__dialogs += 1; };
window.__globals = new Set(Object.getOwnPropertyNames(window));
"""


class Browser:
    def __init__(self, width=1400, height=900):
        self.folder = tempfile.mkdtemp()
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for flag in [*FLAGS, f"--user-data-dir={self.folder}"]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        self.size(width, height)

    def size(self, width, height):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def scheme(self, name):
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def cdp(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def open(self, page, place=""):
        """Opens a page, and tells how long it took until it could be used, in seconds."""
        return self.visit(Path(page).as_uri() + place)

    def visit(self, url):
        self.driver.get("about:blank")
        start = time.monotonic()
        self.driver.get(url)
        self.until(lambda: self.js("return document.body?.dataset.ready === ''"), 30)
        return time.monotonic() - start

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def until(self, holds, seconds=5):
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it did not come about"
            time.sleep(0.02)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.js("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def texts(self, selector):
        return self.js("return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)", selector)

    def press(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def picture(self, path):
        self.driver.save_screenshot(str(path))

    def requests(self):
        """The addresses that were asked for since the last time, but for the pages themselves, and for what the policy refused."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        refused = {one["params"]["requestId"] for one in messages if one["method"] == "Network.loadingFailed" and one["params"].get("blockedReason") == "csp"}
        asked = [one["params"] for one in messages if one["method"] == "Network.requestWillBeSent"]
        urls = [one["request"]["url"] for one in asked if one["requestId"] not in refused]
        return [url for url in urls if not url.startswith(("file:", "data:", "about:", "chrome:"))]

    def close(self):
        self.driver.quit()
        shutil.rmtree(self.folder, ignore_errors=True)


__all__ = ["Browser", "Keys"]
