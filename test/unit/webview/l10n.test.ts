import { afterEach, describe, expect, it } from 'vitest';
import { setTranslations, t } from '../../../webview/l10n';
import { layersWords, skipWords } from '../../../webview/state/words';

afterEach(() => setTranslations({}));

describe('the texts of the page', () => {
  it('are in English where there is no translation', () => {
    expect(t('Layers')).toBe('Layers');
    expect(t('{0} of {1}', 3, 27)).toBe('3 of 27');
  });

  it('are those of the table, with their values where it puts them', () => {
    setTranslations({ '{0} of {1}': 'von {1}: {0}', Layers: 'Schichten' });
    expect(t('Layers')).toBe('Schichten');
    expect(t('{0} of {1}', 3, 27)).toBe('von 27: 3');
  });

  it('keep what looks like a place in a value, and places that no value is for', () => {
    expect(t('{0}, {1}', '{1}')).toBe('{1}, {1}');
    expect(t('{0}')).toBe('{0}');
  });

  it('have a form for one and one for many', () => {
    setTranslations({
      '{0} layer': '{0} Schicht',
      '{0} layers': '{0} Schichten',
      '{0} weight layers': '{0} Gewichtsschichten',
      '{0} shortcut around {1}': '{0}-Abkürzung um {1}',
    });
    expect([layersWords(1), layersWords(2)]).toEqual(['1 Schicht', '2 Schichten']);
    expect(skipWords({ kind: 'identity', length: 3 })).toBe(
      'identity-Abkürzung um 3 Gewichtsschichten',
    );
  });
});
