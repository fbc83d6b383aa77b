import type { Catalogue } from '../catalogue.ts';
import type { secrets as source } from '../en/secrets.ts';

export const secrets: Catalogue<typeof source> = {
  password: {
    neededLocked: 'braucht sein Passwort, und der Schlüsselbund ist gesperrt.',
    neededUnavailable: 'braucht sein Passwort: Hier ist kein Schlüsselbund, den Ferry lesen kann.',
    neededSealed: 'braucht sein Passwort, und die verschlüsselte Datei dafür lässt sich nicht öffnen.',
    inFile: 'Passwort in der verschlüsselten Datei',
    inKeychain: 'Passwort im Schlüsselbund',
    untilEnd: 'Passwort gilt, bis Ferry beendet wird',
    absent: 'Noch kein Passwort',
    keptKeychain: 'Das Passwort liegt im Schlüsselbund dieses Computers.',
    keptFile: 'Das Passwort liegt in Ferrys verschlüsselter Datei auf diesem Computer.',
    keptSealed:
      'Das Passwort liegt in einer verschlüsselten Datei. Ferry hat deren Passphrase nicht bekommen, oder eine andere. {{wayOn}}',
    keptRun:
      'Dieser Computer hat keinen Schlüsselbund, den Ferry nutzen kann. Das Passwort wird deshalb nur aufbewahrt, bis Ferry beendet wird.',
    keptLocked:
      'Der Schlüsselbund dieses Computers ist gesperrt, deshalb kann Ferry das Passwort nicht lesen. Entsperren Sie ihn und testen Sie den Server, oder geben Sie das Passwort noch einmal ein.',
    keptUnavailable:
      'Der Schlüsselbund dieses Computers antwortet nicht, deshalb kann Ferry das Passwort nicht lesen.',
    keptThisRun: 'Das Passwort wird aufbewahrt, bis Ferry beendet wird.',
    unreadable: 'Ferry kann das Passwort dieses Servers nicht lesen: {{reason}}.',
    unreadableAdvice:
      'Melden Sie sich mit dem Passwort an. Ist der Schlüsselbund dieses Computers nur gesperrt, entsperren Sie ihn und testen Sie den Server.',
    missing: 'Ferry hat kein Passwort für diesen Server.',
    otherServer:
      'Diese Adresse führt zu einem anderen Server, deshalb wird das Passwort des alten vergessen. Geben Sie das Passwort des neuen ein.',
    forgotten:
      'Ferry vergisst sein Passwort und arbeitet nicht mehr mit ihm. Gespeicherte Dateien bleiben, wo sie sind, und der Verlauf behält die Downloads.',
    taken: '{{name}} antwortet und nimmt das Passwort an.',
  },
  token: {
    neededLocked: 'braucht sein Token, und der Schlüsselbund ist gesperrt.',
    neededUnavailable: 'braucht sein Token: Hier ist kein Schlüsselbund, den Ferry lesen kann.',
    neededSealed: 'braucht sein Token, und die verschlüsselte Datei dafür lässt sich nicht öffnen.',
    inFile: 'Token in der verschlüsselten Datei',
    inKeychain: 'Token im Schlüsselbund',
    untilEnd: 'Token gilt, bis Ferry beendet wird',
    absent: 'Noch kein Token',
    keptKeychain: 'Das Token liegt im Schlüsselbund dieses Computers.',
    keptFile: 'Das Token liegt in Ferrys verschlüsselter Datei auf diesem Computer.',
    keptSealed:
      'Das Token liegt in einer verschlüsselten Datei. Ferry hat deren Passphrase nicht bekommen, oder eine andere. {{wayOn}}',
    keptRun:
      'Dieser Computer hat keinen Schlüsselbund, den Ferry nutzen kann. Das Token wird deshalb nur aufbewahrt, bis Ferry beendet wird.',
    keptLocked:
      'Der Schlüsselbund dieses Computers ist gesperrt, deshalb kann Ferry das Token nicht lesen. Entsperren Sie ihn und testen Sie den Server, oder geben Sie das Token noch einmal ein.',
    keptUnavailable:
      'Der Schlüsselbund dieses Computers antwortet nicht, deshalb kann Ferry das Token nicht lesen.',
    keptThisRun: 'Das Token wird aufbewahrt, bis Ferry beendet wird.',
    unreadable: 'Ferry kann das Token dieses Servers nicht lesen: {{reason}}.',
    unreadableAdvice:
      'Melden Sie sich mit dem Token an. Ist der Schlüsselbund dieses Computers nur gesperrt, entsperren Sie ihn und testen Sie den Server.',
    missing: 'Ferry hat kein Token für diesen Server.',
    otherServer:
      'Diese Adresse führt zu einem anderen Server, deshalb wird das Token des alten vergessen. Geben Sie das Token des neuen ein.',
    forgotten:
      'Ferry vergisst sein Token und arbeitet nicht mehr mit ihm. Gespeicherte Dateien bleiben, wo sie sind, und der Verlauf behält die Downloads.',
    taken: '{{name}} antwortet und nimmt das Token an.',
  },
  secret: {
    neededLocked: 'braucht sein Secret, und der Schlüsselbund ist gesperrt.',
    neededUnavailable: 'braucht sein Secret: Hier ist kein Schlüsselbund, den Ferry lesen kann.',
    neededSealed: 'braucht sein Secret, und die verschlüsselte Datei dafür lässt sich nicht öffnen.',
    inFile: 'Secret in der verschlüsselten Datei',
    inKeychain: 'Secret im Schlüsselbund',
    untilEnd: 'Secret gilt, bis Ferry beendet wird',
    absent: 'Noch kein Secret',
    keptKeychain: 'Das Secret liegt im Schlüsselbund dieses Computers.',
    keptFile: 'Das Secret liegt in Ferrys verschlüsselter Datei auf diesem Computer.',
    keptSealed:
      'Das Secret liegt in einer verschlüsselten Datei. Ferry hat deren Passphrase nicht bekommen, oder eine andere. {{wayOn}}',
    keptRun:
      'Dieser Computer hat keinen Schlüsselbund, den Ferry nutzen kann. Das Secret wird deshalb nur aufbewahrt, bis Ferry beendet wird.',
    keptLocked:
      'Der Schlüsselbund dieses Computers ist gesperrt, deshalb kann Ferry das Secret nicht lesen. Entsperren Sie ihn und testen Sie den Server, oder geben Sie das Secret noch einmal ein.',
    keptUnavailable:
      'Der Schlüsselbund dieses Computers antwortet nicht, deshalb kann Ferry das Secret nicht lesen.',
    keptThisRun: 'Das Secret wird aufbewahrt, bis Ferry beendet wird.',
    unreadable: 'Ferry kann das Secret dieses Servers nicht lesen: {{reason}}.',
    unreadableAdvice:
      'Melden Sie sich mit dem Secret an. Ist der Schlüsselbund dieses Computers nur gesperrt, entsperren Sie ihn und testen Sie den Server.',
    missing: 'Ferry hat kein Secret für diesen Server.',
    otherServer:
      'Diese Adresse führt zu einem anderen Server, deshalb wird das Secret des alten vergessen. Geben Sie das Secret des neuen ein.',
    forgotten:
      'Ferry vergisst sein Secret und arbeitet nicht mehr mit ihm. Gespeicherte Dateien bleiben, wo sie sind, und der Verlauf behält die Downloads.',
    taken: '{{name}} antwortet und nimmt das Secret an.',
  },
  sealedAdvice:
    'Entsperren Sie die Datei mit ihrer Passphrase; bis dahin gilt eine Anmeldung, bis Ferry beendet wird.',
};
