import type { Catalogue } from '../catalogue.ts';
import type { terminal as source } from '../en/terminal.ts';

export const terminal: Catalogue<typeof source> = {
  state: {
    queued: 'in der Warteschlange',
    asking: 'fragt den Server',
    unsure: 'unklar',
    preparing: 'Server bereitet vor',
    sifting: 'verweigert: es wird geprüft, woran es liegt',
    planning: 'zu groß für eine Datei: wird aufgeteilt',
    split: 'in Teilen',
    splitChosen: 'einzeln',
    splitLimit: 'aufgeteilt: zu groß',
    ready: 'bereit',
    downloading: 'wird übertragen',
    verifying: 'wird geprüft',
    publishing: 'wird gespeichert',
    interrupted: 'unterbrochen',
    paused: 'angehalten',
    failed: 'fehlgeschlagen',
    expired: 'nicht mehr auf dem Server',
    cancelled: 'abgebrochen',
    saved: 'gespeichert',
  },
  line: '{{name}}: {{words}}',
  saved: 'Gespeichert: {{path}}',
  checksum: 'SHA-256:     {{sum}}',
  listedSize: '{{name}}, {{size}}',
  listedFolder: 'in {{folder}}',
  listedChecksum: 'SHA-256 {{sum}}',
  renamed: 'Eine Datei namens „{{wanted}}“ gab es schon. Sie bleibt, und die neue heißt „{{name}}“.',
  startedOver: 'Die Übertragung beginnt von vorn: {{reason}}.',
  bar: {
    preparing: 'Vorbereitung',
    fetching: 'Übertragung',
    turn: 'wartet, bis es an der Reihe ist',
    done: 'fertig',
    checked: 'geprüft',
    savedSize: '{{size}}, geprüft',
    checking: '{{done}} von {{total}} geprüft',
    fetched: '{{done}} von {{total}}, {{rate}}',
    fetchedUnknown: '{{done}}, {{rate}}',
    left: '{{details}}, noch {{span}}',
  },
  folder: 'Ordner',
  backup: {
    written: 'Geschrieben: {{path}}',
    taken: 'Unter {{path}} ist schon eine Datei. Nennen Sie eine andere.',
    unreadable: 'Die Datei {{path}} lässt sich nicht lesen.',
    from: 'Eine Sicherung von {{by}}, {{date}}',
    server: '  {{name}}: {{address}}',
    serverKnown: '  {{name}}: {{address}} (schon vorhanden)',
    serverProxy: '    über den Proxy {{proxy}}',
    serverAuthorities: '    vertraut {{names}}',
    settings: '  Einstellungen',
    downloads_one: '  {{count, number}} fertiger Download, {{known, number}} davon schon vorhanden',
    downloads_other: '  {{count, number}} fertige Downloads, {{known, number}} davon schon vorhanden',
    serversAsk: 'Server fragen nach ihren Passwörtern.',
  },
  nothing: {
    here: 'In {{path}} ist nichts.',
    noPath: 'Unter {{path}} ist nichts, was Sie sehen dürfen.',
    found: 'Zu „{{words}}“ wurde nichts gefunden.',
    namesOnly: 'Dieser Server durchsucht nur Namen.',
    noSearch: 'Dieser Server hat keine Suche. „ferry browse“ zeigt seine Ordner.',
    more: 'Nur die ersten {{count, number}} werden gezeigt. Mit mehr Wörtern wird weniger gefunden.',
  },
  place: {
    recent: 'Zuletzt geändert',
    favourites: 'Favoriten',
    own: 'Meine Dateien',
    shared: 'Geteilte Dateien',
    repository: 'Repository',
  },
  list: {
    older_one: '{{count, number}} älterer wird nicht gezeigt: „ferry list --all“ zeigt alle.',
    older_other: '{{count, number}} ältere werden nicht gezeigt: „ferry list --all“ zeigt alle.',
    unreadable_one:
      '{{count, number}} Eintrag konnte nicht gelesen werden. Er bleibt, wird aber nicht gezeigt.',
    unreadable_other:
      '{{count, number}} Einträge konnten nicht gelesen werden. Sie bleiben, werden aber nicht gezeigt.',
    idle_one: 'Ferry läuft nicht. „ferry resume“ macht mit dem unfertigen Download weiter.',
    idle_other:
      'Ferry läuft nicht. „ferry resume“ macht mit den {{count, number}} unfertigen Downloads weiter.',
    none: 'Es gibt noch keine Downloads.',
  },
  match: {
    going: 'Dasselbe wurde schon angefordert und ist noch nicht fertig: Es geht damit weiter.',
    unsure:
      'Dasselbe wurde schon angefordert, und niemand weiß, ob es den Server erreicht hat: Es wird noch einmal angefordert.',
    failed: 'Dasselbe wurde schon angefordert und ist fehlgeschlagen: Es wird erneut versucht.',
    expired: 'Dasselbe wurde schon angefordert, aber der Server hat es nicht mehr: Es wird neu angefordert.',
  },
  cancel: {
    unknown:
      'Kein unfertiger Download hat die ID „{{id}}“. „ferry list“ zeigt sie. Es wurde nichts abgebrochen.',
    ambiguous: 'Mehrere Downloads haben IDs, die mit „{{id}}“ beginnen. Es wurde nichts abgebrochen.',
    wayOn: '„ferry resume --url ADRESSE --user NAME“ räumt bei einem davon auf.',
  },
  receipt: {
    unknown: 'Kein Download hat die ID „{{id}}“. „ferry list --all“ zeigt sie.',
    ambiguous: 'Mehrere Downloads haben IDs, die mit „{{id}}“ beginnen.',
    notSaved: 'Nur ein gespeicherter Download hat einen Beleg.',
  },
  verify: {
    same: '{{path}} ist vollständig und unverändert.',
    noReceipt: '{{path}} ist nicht als Beleg lesbar.',
    unreadable: '{{path}} ist nicht lesbar: {{words}}',
    nothing: 'Unter {{path}} ist keine Datei.',
    folder: '{{path}} ist ein Ordner.',
    size: 'Die Datei hat {{there, number}} Byte, der Beleg nennt {{expected, number}}.',
    bytes: 'Die Datei ist so groß, wie der Beleg sagt, hat aber andere Bytes.',
    list: 'Das ZIP führt andere Dateien auf als die, für die der Beleg erstellt wurde.',
    missing: '„{{path}}“ fehlt im ZIP.',
    added: '„{{path}}“ ist im ZIP, aber nicht im Beleg.',
    changed: '„{{path}}“ im ZIP ist nicht die Datei des Belegs.',
    damaged: '„{{path}}“ im ZIP ist beschädigt: Die Bytes sind nicht mehr die alten.',
  },
  history: {
    none: 'Solche Downloads gibt es nicht.',
    inside: 'Darin: {{path}}',
    noServer: 'Kein Server heißt „{{name}}“.',
  },
  resume: {
    wayOn: '„ferry resume --url ADRESSE --user NAME“ macht mit einem davon weiter.',
    none: 'Es ist nichts offen.',
    noServer: 'Kein Server dieses Datenordners hat diese Adresse und diesen Benutzer.',
  },
  untidy_one:
    'Was der Server vorbereitet hatte, ließ sich dort noch nicht entfernen. Der nächste Lauf von Ferry versucht es wieder.',
  untidy_other:
    '{{count, number}} Dinge, die Server vorbereitet hatten, ließen sich dort noch nicht entfernen. Der nächste Lauf von Ferry versucht es wieder.',
  company: {
    browser: 'Melden Sie sich innerhalb von fünf Minuten bei {{host}} an: {{address}}',
    device: 'Melden Sie sich an einem beliebigen Gerät an: Öffnen Sie {{address}} und geben Sie {{code}} ein',
    kept: {
      keychain: 'Die Anmeldung liegt im Schlüsselbund dieses Computers: Beim nächsten Mal fragt Ferry nicht.',
      file: 'Die Anmeldung liegt in der verschlüsselten Datei: Mit deren Passphrase fragt Ferry beim nächsten Mal nicht.',
      run: 'Die Anmeldung gilt, bis dieser Lauf endet: Ferry kann sie hier gerade nicht aufbewahren, oder der Anbieter gibt keine, die bleibt.',
    },
    done: 'An {{name}} angemeldet.',
  },
  secret: {
    token: 'Token für {{address}}: ',
    key: 'Secret des Schlüssels {{user}} bei {{address}}: ',
    password: 'Passwort von {{user}} bei {{address}}: ',
    proxy: 'Passwort von {{user}} am Proxy {{address}}: ',
    clientKey: 'Passphrase des Client-Zertifikats {{file}}: ',
    file: 'Passphrase der verschlüsselten Datei von Ferry (mit Eingabe bleibt sie gesperrt): ',
    kept: {
      keychain: 'Ihre Eingabe liegt im Schlüsselbund dieses Computers: Der nächste Lauf fragt nicht mehr.',
      file: 'Ihre Eingabe liegt in der verschlüsselten Datei: Mit deren Passphrase fragt der nächste Lauf nicht mehr.',
      run: 'Ihre Eingabe gilt bis zum Ende dieses Laufs: Ferry kann hier zurzeit keinen Schlüsselbund nutzen.',
    },
    handed: {
      keychain:
        'Das laufende Ferry hat das Passwort im Schlüsselbund dieses Computers abgelegt: Der nächste Lauf fragt nicht mehr.',
      file: 'Das laufende Ferry hat das Passwort in seiner verschlüsselten Datei abgelegt: Mit deren Passphrase fragt der nächste Lauf nicht mehr.',
      run: 'Das laufende Ferry behält das Passwort bis zu seinem Ende: Es kann hier zurzeit keinen Schlüsselbund nutzen.',
    },
    undecided_one:
      'FERRY_SECRET wurde an keinen Server gesendet: Es ist nur ein Passwort, und {{count, number}} Konto braucht eines ({{accounts}}). {{wayOn}}',
    undecided_other:
      'FERRY_SECRET wurde an keinen Server gesendet: Es ist nur ein Passwort, und {{count, number}} Konten brauchen eines ({{accounts}}). {{wayOn}}',
    userAt: '{{user}} bei {{address}}',
    andMore: '{{accounts}}, …',
  },
  stuck: {
    kept: 'Der Download bleibt erhalten: „ferry resume“ macht damit weiter.',
    nothingAsked: 'Es wurde nichts angefordert.',
    giveSecret:
      'Geben Sie es in FERRY_SECRET an, oder starten Sie Ferry in einem Terminal, wo es danach fragt.',
    givePassphrase:
      'Geben Sie die Passphrase der Datei in FERRY_FILE_SECRET an, oder starten Sie Ferry in einem Terminal, wo es danach fragt.',
    outOfReach: 'Er war {{span}} lang nicht erreichbar.',
    onlyName:
      'Die Datei ist vollständig da und braucht nur noch ihren Namen, also gibt es nichts abzubrechen: „ferry resume“ speichert sie.',
    alreadySaved: 'Die Datei ist schon gespeichert, also gibt es nichts abzubrechen.',
    cancelled: 'Der Download wurde abgebrochen.',
    unsure:
      'Vielleicht hat die Anforderung den Server erreicht, vielleicht nicht: Seine Antwort kam nie an, deshalb fragt Ferry nicht von selbst noch einmal. „ferry resume --ask-again“ fordert erneut an, „ferry cancel {{id}}“ gibt auf.',
    expired:
      'Der Server hat die Datei nicht mehr: Sie wurde entfernt, bevor sie ganz übertragen war. „ferry resume --ask-again“ fordert sie neu an.',
    interrupted: 'Unterbrochen. Was nicht fertig ist, bleibt erhalten: „ferry resume“ macht damit weiter.',
    goesOn: 'Verlassen. Das laufende Ferry macht damit weiter; „ferry list“ zeigt den Stand.',
    givenUp: 'Unterbrochen. Was nicht fertig war, ist abgebrochen.',
  },
  door: {
    joined:
      'Ferry läuft bereits mit diesen Daten: Es übernimmt die Arbeit, und hier sehen Sie, wie weit sie ist.',
    gone: 'Das Ferry, das die Arbeit tat, wurde beendet. Was nicht fertig ist, bleibt erhalten: „ferry resume“ macht damit weiter.',
    otherVersion:
      'Ferry {{version}} läuft mit den Daten in {{folder}}, und dies ist Ferry {{own}}. Verwenden Sie dieselbe Version, oder beenden Sie zuerst das andere.',
    stranger:
      'Was für die Daten in {{folder}} antwortet, kann nicht beweisen, dass es Ferry ist; ihm wurde nichts mitgeteilt. Beenden Sie Ferry, und starten Sie es neu.',
    staying:
      'Hier ist alles fertig. Ein anderes Terminal arbeitet über dieses Ferry, das mit ihm endet; Strg+C beendet es sofort.',
  },
  web: {
    notBuilt: 'In {{folder}} liegt keine gebaute Oberfläche. Führen Sie „npm start“ aus, das sie baut.',
    needsScript: 'Ferry braucht in diesem Browser JavaScript.',
    running: 'Ferry läuft: {{address}}',
    alreadyRunning: 'Ferry läuft schon: {{address}}',
    keepSecret:
      'Wer die Adresse hat, kann Ferry bedienen: Behalten Sie sie für sich. Strg+C beendet Ferry; was nicht fertig ist, geht beim nächsten Start weiter.',
    openYourself:
      'Ferry kann nicht in seinen Datenordner schreiben und deshalb den Browser nicht öffnen: Öffnen Sie die Adresse selbst.',
    portTaken:
      'Port {{port}} wird von einem anderen Programm verwendet. Wählen Sie mit --port einen anderen, oder lassen Sie ihn weg, um einen freien zu nehmen.',
    portForbidden:
      'Dieses Konto darf Port {{port}} nicht verwenden. Wählen Sie mit --port einen anderen, oder lassen Sie ihn weg, um einen freien zu nehmen.',
  },
};
