import type { Catalogue } from '../catalogue.ts';
import type { secretsFile as source } from '../en/secretsFile.ts';

export const secretsFile: Catalogue<typeof source> = {
  offer: 'In einer Datei aufbewahren …',
  open: {
    button: 'Entsperren …',
    title: 'Passwörter entsperren',
    about:
      'Sie liegen in Ferrys verschlüsselter Datei auf diesem Computer. Bis sie entsperrt ist, warten die Server auf Sie.',
    confirm: 'Entsperren',
    done: 'Ihre Passwörter sind entsperrt.',
    forgotten: 'Passphrase vergessen?',
  },
  make: {
    button: 'Passwörter in einer Datei …',
    title: 'Passwörter in einer verschlüsselten Datei',
    about:
      'Dieser Computer hat keinen Schlüsselbund, den Ferry nutzen kann. Eine Datei bewahrt Ihre Passwörter über das Ende von Ferry hinaus auf, verschlüsselt unter einer Passphrase, nach der Ferry bei jedem Start fragt.',
    hint: 'Ferry bewahrt sie nirgends auf. Wenn Sie sie vergessen, geben Sie Ihre Passwörter noch einmal ein.',
    confirm: 'Verschlüsselt aufbewahren',
    done: 'Die Passwörter liegen in Ferrys verschlüsselter Datei.',
    repeat: 'Noch einmal',
    differs: 'Die beiden sind nicht gleich.',
  },
  anew: {
    title: 'Ohne die Passphrase neu beginnen?',
    about:
      'Ohne sie kann niemand die Datei öffnen. Ferry entfernt die Datei mit allen Passwörtern darin, und jeder Server fragt noch einmal nach seinem Passwort. Downloads und ihre Daten bleiben.',
    confirm: 'Datei entfernen',
    done: 'Die Datei ist entfernt. Die Server fragen nach ihren Passwörtern.',
  },
  passphrase: 'Passphrase',
};
