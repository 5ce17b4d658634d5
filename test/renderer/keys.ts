import type { Page } from "playwright-core";

/**
 * What a scanner of the keyboard kind types: every key sent at once, each with the moment at which it was struck, as the
 * hardware stamps it. Five milliseconds a key, then Enter.
 */
export async function scan(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const from = Date.now() / 1000;
  const sent: Promise<unknown>[] = [];
  const strike = (key: string, at: number): void => {
    const isEnter = key === "Enter";
    const common = {
      key,
      code: isEnter ? "Enter" : "",
      windowsVirtualKeyCode: isEnter ? 13 : key.toUpperCase().charCodeAt(0),
      timestamp: from + at * 0.005,
    };
    const typed = isEnter ? "\r" : key;
    sent.push(session.send("Input.dispatchKeyEvent", { ...common, type: "keyDown", text: typed }));
    sent.push(session.send("Input.dispatchKeyEvent", { ...common, type: "keyUp" }));
  };
  text.split("").forEach(strike);
  strike("Enter", text.length);
  await Promise.all(sent);
  await session.detach();
}

/** Types as people do: no scanner is as slow, nobody as fast as a scanner. */
export async function typeByHand(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, { delay: 70 });
}
