// A program as a piece of an address: compressed, and behind the `#`, which browsers send to nobody.

const MOST_LETTERS = 12_000; // of a link; longer ones are cut off by what people send them with
const MOST_TEXT = 100_000; // of a program: a few letters of a link may hold gigabytes

const through = (bytes, stream) => new Blob([bytes]).stream().pipeThrough(stream);

// What stands in the address, or "" where it would be too long.
export const packed = async text => {
  if (text.length > MOST_TEXT) return "";
  const bytes = new Uint8Array(await new Response(through(text, new CompressionStream("deflate-raw"))).arrayBuffer());
  const letters = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
  return letters.length > MOST_LETTERS ? "" : letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};

// The program again. Raises where this is none, or one too long.
export const unpacked = async letters => {
  if (letters.length > MOST_LETTERS) throw Error("too long");
  const bytes = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), letter => letter.charCodeAt(0));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = through(bytes, new DecompressionStream("deflate-raw")).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > MOST_TEXT) throw Error("too long");
  }
  return text + decoder.decode();
};

// Before what is packed stands where it belongs: `#lock_order-published/p=…` is of that program, `#p=…` of one's own.
const before = host => (host.dataset.variant ? `#${host.id}/p=` : "#p=");

export const linked = host => (location.hash.startsWith(before(host)) ? location.hash.slice(before(host).length) : "");

// An example is linked where it stays: on the page beside its files.
export const address = (host, letters) => {
  const page = host.dataset.variant ? new URL(".", new URL(host.dataset.runs, location)) : new URL(location);
  page.search = "";
  page.hash = before(host) + letters;
  return page.href;
};
