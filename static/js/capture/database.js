// The tablet's own store. Everything is here first, and goes from here to the portal.
//
//   meta    who was signed in last, whose tablet this is, the counter
//   packs   visits taken along, for each person              key "person:visit"
//   items   what was written: evidence, people met, the parts of the record   key the id made here
//   photos  what is known of them, and how they look small   key the id made here
//   pictures their bytes, read one by one and never all      key the id of the photo
//   outbox  what waits to be sent, in its order
//   vaults  for each person with a PIN, the sealed key
//
// `UPGRADES[n]` leads from version n to n + 1. What people wrote survives every one of them: an upgrade adds or changes
// stores, and never clears one.
const NAME = "visits";
const UPGRADES = [
  (database) => {
    database.createObjectStore("meta", { keyPath: "key" });
    database.createObjectStore("packs", { keyPath: "key" });
    database.createObjectStore("items", { keyPath: "id" }).createIndex("visit", ["owner", "visit"]);
    database.createObjectStore("photos", { keyPath: "id" }).createIndex("item", "item");
    database.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
  },
  (database, change) => {
    database.createObjectStore("vaults", { keyPath: "owner" });
    change.objectStore("photos").createIndex("visit", ["owner", "visit"]);
  },
  // The bytes go to a place of their own, so that a list of 200 photos does not bring them all into memory.
  (database, change) => {
    change.objectStore("items").createIndex("field", ["owner", "visit", "field"]);
    database.createObjectStore("pictures", { keyPath: "id" });
    change.objectStore("photos").openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (cursor) {
        const { box, preview, ...known } = cursor.value;
        const bytes = "plain" in box ? box.plain : box.data;
        change.objectStore("pictures").put({ id: known.id, owner: known.owner, box });
        cursor.update({ ...known, size: bytes.byteLength, box: preview ? { plain: preview } : null });
        cursor.continue();
      }
    };
  },
];
export const VERSION = UPGRADES.length;

let opened;
let onLost = () => {};

// What to do when the connection ends: iOS ends those of pages that slept, and another tab may have a newer page.
export function whenLost(act) {
  onLost = act;
}

function database() {
  opened ??= open();
  return opened;
}

function open() {
  return new Promise((done, fail) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = ({ oldVersion }) =>
      UPGRADES.slice(oldVersion).forEach((upgrade) => upgrade(request.result, request.transaction));
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      const connection = request.result;
      const lost = () => {
        connection.close();
        opened = undefined;
        onLost();
      };
      connection.onclose = lost;
      connection.onversionchange = lost;
      done(connection);
    };
  });
}

export function answerOf(request) {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

// Everything `work` does lives or dies together, and is on the disk when this is done.
export async function together(stores, work) {
  const transaction = (await database()).transaction(stores, "readwrite", { durability: "strict" });
  const done = new Promise((fulfil, fail) => {
    transaction.oncomplete = fulfil;
    transaction.onabort = () => fail(transaction.error);
    transaction.onerror = () => fail(transaction.error);
  });
  try {
    const given = await work((name) => transaction.objectStore(name));
    await done;
    return given;
  } catch (fault) {
    done.catch(() => {});
    if (transaction.error === null) {
      abort(transaction);
    }
    throw fault;
  }
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // it had ended already
  }
}

export async function get(store, key) {
  return answerOf((await database()).transaction(store).objectStore(store).get(key));
}

export async function all(store) {
  return answerOf((await database()).transaction(store).objectStore(store).getAll());
}

export async function allOf(store, index, key) {
  return answerOf((await database()).transaction(store).objectStore(store).index(index).getAll(key));
}

export function put(store, value) {
  return together([store], (of) => void of(store).put(value));
}
