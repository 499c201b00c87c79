// Steps that several stories take.

/** Goes through the first start and answers the recovery code. */
export async function begin(page) {
  await page.sees("Welcome to Frontdesk");
  await page.click("button", "Continue");
  const code = await recoveryCode(page);
  await page.click("checkbox", "I have written it down");
  await page.click("button", "Open my inbox");
  await page.sees("No conversations yet");
  return code;
}

/** The code on the screen, as somebody would write it down. */
export function recoveryCode(page) {
  return page.until(
    "the recovery code in groups",
    `const code = document.querySelector("[aria-label='Recovery code']");
     return code && [...code.children].map((group) => group.textContent).join("-");`,
  );
}

/** Opens the fictitious world; nothing of it touches the desk's home. */
export async function openDemo(t, { which = "--demo=stored", ...how } = {}) {
  const desk = await t.desk({ keychain: "none", ...how });
  const page = await desk.start(which);
  await page.until("the inbox", "return !!document.querySelector('[role=option]');");
  return { desk, page };
}
