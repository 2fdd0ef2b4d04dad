/**
 * What goes over the wire and what waits in the browser.
 *
 * @typedef {{name: string, data: string, pressed?: boolean, maybe?: boolean}} Action
 * @typedef {{invite?: boolean, speak?: boolean, open?: boolean}} May
 * @typedef {{seq: number, id: number|string, no: number, place?: number, who: string,
 *   door: string, at: string, text: string, state: string, status: string, doubts: string[],
 *   tag: string, deleted: boolean, mine: boolean, message: string, part_of: number|null, sound: boolean,
 *   actions: Action[], may_edit: boolean}} Line
 * @typedef {{label: string, data?: string, url?: string}} SaidButton
 * @typedef {{name: string, url: string, kind: string, size: number|null}} SaidFile
 * @typedef {{seq: number, id: number|string, at: string, own: boolean, text: string,
 *   buttons: SaidButton[][], file: SaidFile|null, reply_to: string|number|null, asks: boolean,
 *   gone?: boolean}} Said
 * @typedef {{seq: number, title: string, number: number|null, open: boolean,
 *   me: {name: string, seat: string}, may: May, lines: Line[], said: Said[],
 *   more: boolean}} Meeting
 *
 * A stretch of a recording of the whole room.
 * @typedef {{recording: string, number: number, starts: number, last: boolean, gap: number}} Stretch
 *
 * What waits to be sent: words, a tap, or a recording (`note`, `file`, `room`) whose bytes are in
 * the store `parts`. `at` is ISO with its zone, `after`, `alive` and `cancelled` are milliseconds
 * since 1970, `seconds` is the length of the sound. `elsewhere`: the server says that this seat
 * is in another meeting now; a person is asked.
 * @typedef {{n?: number, id: string, kind: "text"|"tap"|"note"|"file"|"room", at: string,
 *   seat: string, meeting: number|null, by: string, closed: boolean,
 *   text?: string, reply_to?: string, quiet?: boolean, label?: string, data?: string,
 *   message?: string, type?: string, name?: string, parts: number, bytes: number,
 *   seconds?: number, owner?: string, alive?: number, held?: boolean, rescued?: boolean,
 *   cancelled?: number, refused?: string, elsewhere?: boolean, tries?: number,
 *   after?: number, room?: Stretch}} Entry
 *
 * A recording of the whole room that has not been ended. `elapsed`: seconds since its beginning,
 * at the time `alive`.
 * @typedef {{recording: string, at: string, elapsed: number, alive: number, next: number,
 *   owner: string, seat: string, meeting: number|null, by: string}} RoomRow
 *
 * The page's own data.
 * @typedef {{words: Record<string, string>, commands: [string, string][], title: string, number: number|null,
 *   me: {name: string, seat: string}, may: May, shares_desk: boolean,
 *   microphone: {works_at: string}, zone: string}} PageData
 */
export {};
