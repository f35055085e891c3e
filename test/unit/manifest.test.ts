/** What package.json contributes: complete, consistent, and as the documentation says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import texts from '../../package.nls.json';
import { keyAction } from '../../webview/state/keys';

const { commands, keybindings, menus, walkthroughs, views, viewsWelcome } = manifest.contributes;
const ids = commands.map(({ command }) => command);

const read = (file: string): string =>
  readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

describe('every command', () => {
  it.each(commands)('$command has a title, a category and an icon', (command) => {
    const { title, category, icon } = command;
    expect(texts).toHaveProperty([title.slice(1, -1)]);
    expect(category).toBe('%category%');
    expect(icon).toMatch(/^\$\([a-z-]+\)$/);
  });

  it.each(ids)('%s says when the palette offers it, once', (id) => {
    const offers = menus.commandPalette.filter(({ command }) => command === id);
    expect(offers).toHaveLength(1);
    expect(offers[0]?.when).toMatch(/\S/);
  });

  it('of a menu or a key is contributed', () => {
    const used = [...Object.values(menus).flat(), ...keybindings].map(({ command }) => command);
    expect(used.filter((command) => !ids.includes(command))).toEqual([]);
  });

  it('is registered, and no other', () => {
    const source = read('src/commands/commands.ts');
    const table = /interface CommandTable \{(.*?)\n\}/s.exec(source)?.[1] ?? '';
    const registered = [...table.matchAll(/readonly (\w+):/g)].map(([, name]) => name);
    expect(registered.map((name) => `resnetDesigner.${name ?? ''}`).sort()).toEqual(
      [...ids].sort(),
    );
  });

  it('of a menu says when it is there', () => {
    const entries = Object.values(menus).flat();
    expect(entries.filter(({ when }) => !/\S/.test(when))).toEqual([]);
  });
});

/** The commands that a text links to. */
function linkedCommands(text: string): string[] {
  return [...text.matchAll(/\(command:([\w.]+)/g)].map(([, command]) => command ?? '');
}

/** VS Code's own, which a link may name. */
const builtIn = [
  'workbench.action.openSettings',
  'workbench.action.openWalkthrough',
  'workbench.trust.manage',
];

describe('the first minutes', () => {
  it('have a walkthrough whose steps all have words and links to commands that exist', () => {
    const [start] = walkthroughs;
    expect(start?.steps.map(({ id }) => id)).toEqual([
      'sample',
      'graph',
      'source',
      'edit',
      'beside',
      'export',
    ]);
    for (const text of Object.values(texts))
      for (const command of linkedCommands(text))
        expect([...ids, ...builtIn], text).toContain(command);
  });

  it('complete their steps by commands and views that exist', () => {
    const events = walkthroughs.flatMap(({ steps }) =>
      steps.flatMap((step) => step.completionEvents),
    );
    const known = [
      ...ids.map((id) => `onCommand:${id}`),
      ...Object.values(views).flatMap((list) => list.map(({ id }) => `onView:${id}`)),
      'onContext:resnetDesigner.panelOpen',
    ];
    expect(events.filter((event) => !known.includes(event))).toEqual([]);
  });

  it('offer the samples in every empty view of a trusted workspace', () => {
    const trusted = viewsWelcome.filter(({ when }) => when === 'isWorkspaceTrusted');
    expect(trusted.map(({ view }) => view).sort()).toEqual(
      Object.values(views)
        .flatMap((list) => list.map(({ id }) => id))
        .sort(),
    );
    for (const { contents } of trusted) {
      const text = Object.entries(texts).find(([key]) => contents === `%${key}%`)?.[1] ?? '';
      expect(linkedCommands(text)).toContain('resnetDesigner.newFromSample');
    }
  });
});

const page = read('docs/keyboard.md');
/** Rows of a table of the page: the cells between the bars. */
function rows(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The keys of a cell, `Ctrl+Alt+G` or `Shift` with `ArrowUp`, as they are pressed. */
function keysOf(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, key]) => key ?? '');
}

function bindingText(key: string): string {
  const names = key.split('+').map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  return names.join('+');
}

describe('docs/keyboard.md', () => {
  it('lists the key bindings of the manifest, on both kinds of keyboard', () => {
    const documented = rows('In VS Code').map(([keys = '', mac = '']) => [
      ...keysOf(keys),
      ...keysOf(mac),
    ]);
    const bound = keybindings.map(({ key, mac }) => [bindingText(key), bindingText(mac)]);
    expect(documented).toEqual(bound);
  });

  const modifiers = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  const press = (text: string) => {
    const parts = text === '+' ? ['+'] : text.split('+');
    const key = parts.at(-1) ?? '';
    return keyAction({
      ...modifiers,
      key: key === 'Space' ? ' ' : key,
      shiftKey: parts.includes('Shift'),
      altKey: parts.includes('Alt'),
    });
  };
  const documented = rows('In the graph').flatMap(([keys = '']) => keysOf(keys));

  it.each(documented)('is right that %s does something in the graph', (key) => {
    expect(press(key)).toBeDefined();
  });

  it('leaves out no key of the graph', () => {
    const characters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
    const named = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'Enter'];
    const others = ['Escape', 'PageUp', 'PageDown', 'Tab', 'Delete', 'Backspace', 'F2'];
    const keys = [...characters.map((key) => (key === ' ' ? 'Space' : key)), ...named, ...others];
    const plain = keys.filter((key) => press(key) !== undefined);
    const withAlt = named.filter((key) => press(`Alt+${key}`) !== undefined);
    const withShift = named.filter((key) => {
      const action = press(`Shift+${key}`);
      return action !== undefined && JSON.stringify(action) !== JSON.stringify(press(key));
    });
    const all = [
      ...plain,
      ...withAlt.map((key) => `Alt+${key}`),
      ...withShift.map((key) => `Shift+${key}`),
    ];
    expect(all.filter((key) => !documented.includes(key))).toEqual([]);
  });

  it('has all that the README says in short', () => {
    const table = read('README.md').split('## Keyboard')[1]?.split('\n## ')[0] ?? '';
    const short = table
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => keysOf(line));
    const known = keybindings.flatMap(({ key, mac }) => [bindingText(key), bindingText(mac)]);
    expect(short.length).toBeGreaterThan(10);
    expect(short.filter((key) => ![...documented, ...known, 'Shift'].includes(key))).toEqual([]);
    expect(table).toContain('(docs/keyboard.md)');
  });
});
