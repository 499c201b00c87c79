import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { setLanguage } from "../../i18n/i18n";
import { type Country, countryOf } from "../../lib/countries";
import { CountryPicker, SearchField, SecretField, Select, TextField } from "..";

function Secret({ onSubmit }: { onSubmit?: () => void }) {
  const [value, setValue] = useState("");
  return (
    <>
      <SecretField label="Passphrase" value={value} onChange={setValue} onSubmit={onSubmit} />
      <button type="button">Elsewhere</button>
    </>
  );
}

test("a secret is hidden, shown on demand and hidden again when the field is left", async () => {
  const view = render(<Secret />);
  const user = userEvent.setup();
  const field = view.getByLabelText("Passphrase");
  expect(field.getAttribute("type")).toBe("password");
  await user.type(field, "hunter");
  await user.tab();
  expect(document.activeElement?.getAttribute("aria-label"), "the eye is reached by keyboard").toBe("Show text");
  await user.keyboard("{Enter}");
  expect(field.getAttribute("type")).toBe("text");
  expect(field).toHaveProperty("value", "hunter");
  await user.tab();
  expect(field.getAttribute("type"), "nobody leaves a passphrase on screen").toBe("password");
});

test("Enter in a secret submits, Enter on the eye does not", async () => {
  const onSubmit = vi.fn();
  const view = render(<Secret onSubmit={onSubmit} />);
  const user = userEvent.setup();
  await user.type(view.getByLabelText("Passphrase"), "x{Enter}");
  expect(onSubmit).toHaveBeenCalledOnce();
  await user.tab();
  await user.keyboard("{Enter}");
  expect(onSubmit).toHaveBeenCalledOnce();
});

test("an error takes the place of the help and belongs to the field", () => {
  const view = render(
    <TextField label="Label" help="Seen by customers" error="Write a name" value="" onChange={() => undefined} />,
  );
  const field = view.getByRole("textbox", { name: "Label" });
  expect(field.getAttribute("aria-invalid")).toBe("true");
  const described = field.getAttribute("aria-describedby")?.split(" ") ?? [];
  expect(described.map((id) => document.getElementById(id)?.textContent).join("")).toBe("Write a name");
  expect(view.queryByText("Seen by customers")).toBeNull();
});

test("Escape empties the search, and so does its button", async () => {
  function Search() {
    const [value, setValue] = useState("tiles");
    return <SearchField label="Search" value={value} onChange={setValue} />;
  }
  const view = render(<Search />);
  const user = userEvent.setup();
  const field = view.getByRole("searchbox", { name: "Search" });
  await user.click(field);
  await user.keyboard("{Escape}");
  expect(field).toHaveProperty("value", "");
  await user.type(field, "grout");
  await user.click(view.getByRole("button", { name: "Clear search" }));
  expect(field).toHaveProperty("value", "");
});

test("a choice is made by keyboard and typed by its option", async () => {
  const onChange = vi.fn<(value: "all" | "none") => void>();
  const view = render(
    <Select
      label="Notices"
      value="all"
      onChange={onChange}
      options={[
        { id: "all", label: "Every message" },
        { id: "none", label: "Nothing" },
      ]}
    />,
  );
  const user = userEvent.setup();
  await user.tab();
  expect(document.activeElement?.textContent).toContain("Every message");
  await user.keyboard("{Enter}");
  expect(view.getAllByRole("option")).toHaveLength(2);
  await user.keyboard("{ArrowDown}{Enter}");
  expect(onChange).toHaveBeenCalledExactlyOnceWith("none");
});

function Countries({ initial = null }: { initial?: Country | null }) {
  const [country, setCountry] = useState(initial);
  return <CountryPicker label="Country" value={country} onChange={setCountry} />;
}

async function offered(typed: string): Promise<(string | null)[]> {
  const view = render(<Countries />);
  await userEvent.setup().type(view.getByRole("combobox"), typed);
  return view.queryAllByRole("option").map((option) => option.textContent);
}

test.each([
  ["switz", ["Switzerland+41"]],
  ["curacao", ["Curaçao+599"]],
  ["+972", ["Israel+972"]],
  ["353", ["Ireland+353"]],
])("a country is found by %s", async (typed, found) => {
  expect(await offered(typed)).toEqual(found);
});

test("countries are found in the language of the window", async () => {
  await setLanguage("ar");
  expect(await offered("مصر")).toEqual(["مصر+20"]);
});

test("a search for no country says so", async () => {
  const view = render(<Countries />);
  await userEvent.setup().type(view.getByRole("combobox"), "atlantis");
  expect(view.getByText("No country fits these words")).toBeTruthy();
});

test("a country is chosen by keyboard alone, and changed the same way", async () => {
  const view = render(<Countries initial={countryOf("DE")} />);
  const user = userEvent.setup();
  await user.tab();
  const field = view.getByRole("combobox") as HTMLInputElement;
  expect(field.value).toMatch(/^Germany .*\+49/);
  await user.clear(field);
  await user.keyboard("norw{ArrowDown}{Enter}");
  expect(field.value).toMatch(/^Norway .*\+47/);
});
