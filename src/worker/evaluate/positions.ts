/** From positions in the running script to places in the user's files. */
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import path from 'node:path';
import type { SourcePlace } from '../../protocol/failure';
import type { ModelBundle, SourceFile, TracedFunction } from '../../protocol/inspect';
import { isInserted, originalColumn } from '../../protocol/shifts';
import type { GeneratedPosition } from '../trace/stack';

export class Positions {
  readonly #map: TraceMap;
  readonly #folder: string;
  readonly #entryFile: string;
  readonly #entryLine: number;
  readonly #sources: ReadonlyMap<string, SourceFile>;
  readonly #functions: ReadonlyMap<
    number,
    { readonly file: string; readonly traced: TracedFunction }
  >;
  readonly #places = new Map<string, SourcePlace | undefined>();
  /** The same by the objects that call stacks share, whose names need not be made then. */
  readonly #met = new Map<GeneratedPosition, SourcePlace | undefined>();

  constructor(bundle: ModelBundle) {
    this.#map = new TraceMap(bundle.map);
    this.#folder = path.dirname(bundle.file);
    this.#entryFile = bundle.file;
    this.#entryLine = bundle.entry === '' ? Number.POSITIVE_INFINITY : bundle.entryLine;
    this.#sources = new Map(bundle.sources.map((source) => [source.file, source]));
    this.#functions = new Map(
      bundle.sources.flatMap(({ file, functions }) =>
        functions.map((traced) => [traced.id, { file, traced }] as const),
      ),
    );
  }

  /** The place in the user's own files, or undefined for code that is not theirs. */
  place(position: GeneratedPosition): SourcePlace | undefined {
    const met = this.#met.get(position);
    if (met !== undefined || this.#met.has(position)) return met;
    const place = this.#byName(position);
    this.#met.set(position, place);
    return place;
  }

  #byName(position: GeneratedPosition): SourcePlace | undefined {
    const key = `${position.line}:${position.column}`;
    if (!this.#places.has(key)) this.#places.set(key, this.#find(position));
    return this.#places.get(key);
  }

  #find({ line, column }: GeneratedPosition): SourcePlace | undefined {
    const found = originalPositionFor(this.#map, { line, column: column - 1 });
    if (found.source === null) return undefined;
    const file = path.resolve(this.#folder, found.source);
    const shifts = this.#sources.get(file)?.shifts;
    if (shifts === undefined || isInserted(shifts, found.line, found.column)) return undefined;
    // The entry expression stands behind the file's last line.
    if (file === this.#entryFile && found.line >= this.#entryLine) return undefined;
    return { file, line: found.line, column: originalColumn(shifts, found.line, found.column) + 1 };
  }

  /**
   * Where code was stopped on purpose. Inserted code stops it when a limit is passed: that stands at
   * the beginning of the body of the loop or function that the limit stops.
   */
  placeOfStop(frames: readonly GeneratedPosition[]): SourcePlace | undefined {
    const [first] = frames;
    return first && (this.place(first) ?? this.#insertedPlace(first));
  }

  #insertedPlace({ line, column }: GeneratedPosition): SourcePlace | undefined {
    const found = originalPositionFor(this.#map, { line, column: column - 1 });
    if (found.source === null) return undefined;
    const file = path.resolve(this.#folder, found.source);
    const shifts = this.#sources.get(file)?.shifts;
    if (shifts === undefined || !isInserted(shifts, found.line, found.column)) return undefined;
    return { file, line: found.line, column: originalColumn(shifts, found.line, found.column) + 1 };
  }

  /** Places of a stack, innermost first, without frames of other people's code. */
  places(frames: readonly GeneratedPosition[]): SourcePlace[] {
    const places: SourcePlace[] = [];
    for (const frame of frames) {
      const place = this.place(frame);
      if (place !== undefined) places.push(place);
    }
    return places;
  }

  /** The innermost place of a stack. */
  firstPlace(frames: readonly GeneratedPosition[]): SourcePlace | undefined {
    for (const frame of frames) {
      const place = this.place(frame);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  functionName(id: number): string {
    return this.#functions.get(id)?.traced.name ?? 'function';
  }

  definition(id: number): SourcePlace | undefined {
    const found = this.#functions.get(id);
    return found && { file: found.file, ...found.traced.start };
  }
}
