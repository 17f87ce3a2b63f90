// Fetches what programs run with. Some servers answer with a page in place of what they lack, and so do networks that want a
// login first.
const fetching = globalThis.fetch.bind(globalThis);

export const fetched = async (url, name) => {
  const response = await fetching(url);
  if (!response.ok) throw Error(`${name}: ${response.status} ${response.statusText}`);
  if (/html/.test(response.headers.get("Content-Type"))) throw Error(`${name}: a page came instead`);
  return response;
};
