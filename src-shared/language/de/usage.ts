import type { Catalogue } from '../catalogue.ts';
import type { usage as source } from '../en/usage.ts';

export const usage: Catalogue<typeof source> = {
  usage: 'Aufruf:',
  arguments: 'Argumente:',
  options: 'Optionen:',
  commands: 'Befehle:',
  choices: 'Auswahl',
  default: 'Standard',
  showHelp: 'zeigt die Hilfe zu einem Befehl',
  showVersion: 'gibt die Versionsnummer aus',
  exitCodes: `Exit-Codes:
  0    jede Datei ist gespeichert
  1    ein Download ist fehlgeschlagen, oder es wurde nichts gefunden
  2    die Befehlszeile ist ungültig; es wurde nichts getan
  3    unklar: vielleicht hat der Server die Anforderung, vielleicht nicht; Ferry fragt nicht von selbst noch einmal
  4    ein anderes Ferry nutzt den Datenordner, und dieses kann nicht über jenes arbeiten
  5    nur Sie können helfen: Anmeldung, Zertifikat, Netzwerk, Ordner, Platz; der Download bleibt für „resume“ erhalten
  6    abgelaufen: der Server hat entfernt, was er vorbereitet hatte
  130  unterbrochen; der Download bleibt für „resume“ erhalten`,
  readCodes: `Exit-Codes:
  0    alles ist ausgegeben
  1    es wurde nichts gefunden, oder kein Server heißt so
  2    die Befehlszeile ist ungültig
  5    die Liste ist beschädigt oder nicht lesbar
  130  unterbrochen`,
  secret:
    'Das Passwort kommt aus der Umgebungsvariablen FERRY_SECRET (nur für diesen Lauf), sonst aus dem Schlüsselbund, sonst wird danach gefragt; niemals aus einem Argument; ebenso das Passwort des Proxys aus FERRY_PROXY_SECRET und die Passphrase eines Client-Zertifikats aus FERRY_KEY_SECRET. Mit FERRY_KEYCHAIN=file liegen sie statt im Schlüsselbund in einer verschlüsselten Datei, unter der Passphrase in FERRY_FILE_SECRET oder einer, nach der gefragt wird.',
  ferry: 'Lädt herunter, was Server vorbereiten: fordert an, wartet, überträgt, prüft und speichert.',
  dataFolder: 'wo Ferry seine Daten ablegt (Standard: {{folder}})',
  json: 'ein JSON-Objekt pro Zeile ausgeben',
  cancelOnExit:
    'den Download bei einer Unterbrechung abbrechen (Standard: er bleibt erhalten, oder geht weiter, wo ein anderes Ferry die Arbeit tut)',
  patience: 'Minuten, die auf einen nicht erreichbaren Server gewartet wird (Standard: 15)',
  get: 'fordert von einem Server Dokumente und Ordner oder einen Export an und speichert sie als eine Datei',
  kind: 'die Art des Servers',
  url: 'die Adresse des Servers, wie ein Browser sie zeigt',
  user: 'das Konto auf dem Server; bei einer Bridge der Schlüssel, wenn es kein Token ist',
  tenant: 'Alfresco: der Mandant, wenn der Server mehrere hat',
  ca: 'eine Datei mit dem Zertifikat der Zertifizierungsstelle des Servers (PEM oder DER); wird beim Server gemerkt',
  clientCert: 'eine Datei mit Client-Zertifikat und Schlüssel (PKCS#12 oder PEM); wird beim Server gemerkt',
  proxy:
    'der Proxy für alle Adressen, http://USER@HOST:PORT, oder „none“; wird beim Server gemerkt („system“ nimmt wieder den des Systems)',
  signInWay:
    'wie Sie sich anmelden: mit Passwort oder im Browser beim Anbieter des Unternehmens; wird beim Server gemerkt',
  node: 'Alfresco: ein Dokument oder Ordner, als ID, Pfad oder Link; einmal für jedes',
  signIn: 'meldet an einem Server an: nennt die Adresse für den Browser oder fragt nach dem Passwort',
  issuer:
    'die Adresse des Anbieters, bei dem sich das Unternehmen anmeldet (OpenID Connect), falls Ferry sie nicht findet',
  clientId: 'die Id, unter der Ferry dort eingetragen ist',
  scope: 'was vom Anbieter verlangt wird, mit Leerzeichen dazwischen',
  audience: 'für wen die Tokens des Anbieters bestimmt sein sollen, falls der Server darauf besteht',
  redirect: 'die Adresse für die Rückkehr, falls eine eingetragen wurde (http://localhost:8484/callback)',
  device: 'die Anmeldung an einem anderen Gerät, falls der Anbieter sie anbietet',
  type: 'Bridge: die Art des Exports, wie der Server sie nennt',
  info: 'Bridge: Parameter des Exports, ein JSON-Objekt',
  out: 'der Ordner, in den gespeichert wird',
  whenExists:
    'was geschieht, wenn der Dateiname vergeben ist (sonst wie eingestellt): nummerieren (number), die alte Datei ersetzen, wo es einen Papierkorb gibt (replace), oder ein unverändertes Dokument überspringen (skip)',
  askAgain: 'noch einmal anfordern, wenn niemand weiß, ob dasselbe den Server schon erreicht hat',
  browse: 'zeigt den Inhalt eines Alfresco-Ordners oder die Orte, an denen man anfangen kann',
  path: 'der Ordner, von oben her: /Sites/harbour/documentLibrary; recent, favourites oder shared; ohne Angabe die Orte',
  find: 'findet Dokumente und Ordner eines Alfresco nach Wörtern in Namen und Inhalten',
  words: 'Wörter, die alle vorkommen müssen',
  resume: 'macht mit jedem unfertigen Download des Datenordners weiter',
  resumeAskAgain: 'noch einmal anfordern, was unklar oder nicht mehr auf dem Server ist',
  resumeUrl: 'nur mit diesem Server; FERRY_SECRET ist dann sein Passwort',
  resumeUser: 'nur mit diesem Konto',
  list: 'zeigt die Downloads, unfertige zuerst; geht auch, während ein anderes Ferry läuft',
  listAll: 'alle fertigen, nicht nur die letzten 20',
  cancel:
    'gibt Downloads auf; was ein Alfresco dafür vorbereitet hat, wird dort entfernt (bei einer Bridge geht das nicht)',
  job: 'IDs, wie „list“ sie zeigt, oder ihre Anfänge',
  receipt: 'gibt den Beleg eines gespeicherten Downloads aus: mit --json, --html oder --sha256sums',
  receiptHtml: 'als Seite zum Drucken',
  receiptSums: 'als Zeile für „sha256sum -c“',
  verify: 'vergleicht eine Datei mit ihrem Beleg; braucht keinen Datenordner',
  verifyReceipt: 'der Beleg, wie ihn „ferry receipt JOB --json“ ausgegeben hat',
  verifyFile: 'die Datei',
  verifyDataFolder: 'wird hier nicht gebraucht',
  verifyCodes: `Exit-Codes:
  0    die Datei ist dieselbe
  1    sie ist eine andere; der erste Unterschied wird genannt
  2    die Datei ist nicht lesbar oder der Beleg keiner`,
  history: 'gibt fertige Downloads aus, die neuesten zuerst; geht auch, während ein anderes Ferry läuft',
  receiptJson: 'als ein JSON-Dokument ausgeben',
  historyJson: 'ein JSON-Array ausgeben, wie --format json',
  historySearch: 'nur mit all diesen Wörtern, in Namen (auch in ZIPs), Servern, Ordnern oder Arten',
  historySince: 'nur was an diesem Tag oder später endete: 2026-11-30, oder eine Zeit',
  historyUntil: 'nur was an diesem Tag oder früher endete: 2026-11-30, oder vor einer Zeit',
  historyServer: 'nur vom Server dieses Namens',
  historyFormat: 'wie es ausgegeben wird (sonst: text im Terminal, csv anderswo)',
  backup:
    'schreibt Server (ohne Geheimnisse), Einstellungen und fertige Downloads in eine Datei; geht auch, während ein anderes Ferry läuft',
  backupFile: 'die Datei, die geschrieben wird; dort darf noch nichts sein',
  withoutHistory: 'fertige Downloads weglassen, etwa für Kolleginnen und Kollegen',
  import: 'übernimmt eine Sicherung: nennt ihren Inhalt und importiert, was noch nicht da ist',
  importFile: 'die Datei, wie „ferry backup“ oder das Fenster sie gespeichert hat',
  withoutServers: 'ihre Server weglassen',
  withoutSettings: 'ihre Einstellungen weglassen',
  dryRun: 'nur sagen, was darin ist',
  diagnostics:
    'gibt aus, was bei der Fehlersuche hilft, ohne Geheimnisse; geht auch, während ein anderes Ferry läuft',
  diagnosticsOut: 'das Ausgegebene auch in diese Datei schreiben; dort darf noch nichts sein',
  web: {
    ferry: 'Stellt Ferry einem Browser auf diesem Computer bereit, bis Strg+C.',
    port: 'der Port, auf dem gelauscht wird (ein freier, wenn weggelassen)',
    dataFolder: 'wo Ferry seine Daten ablegt',
    noOpen: 'den Browser nicht öffnen',
    demo: 'den Demo-Server starten und hinzufügen',
    browser: 'den Browser verwenden, auch wenn ein eigenes Fenster möglich wäre',
    notAPort: 'Geben Sie eine Zahl bis 65535 an.',
  },
  refused: {
    secret:
      'Ein Passwort wird nie aus der Befehlszeile genommen, wo andere es sehen können: Geben Sie es in FERRY_SECRET an, oder tippen Sie es ein, wenn Ferry danach fragt.',
    noCommand: 'Nennen Sie einen Befehl: get, browse, find, resume, list oder cancel. „--help“ zeigt mehr.',
    optionFirst:
      'Nennen Sie zuerst einen Befehl (get, browse, find, resume, list oder cancel), dann seine Optionen. „--help“ zeigt mehr.',
    notMinutes: 'Geben Sie eine Anzahl von Minuten an.',
    needsType: 'Bei einer Bridge nennt --type den Export.',
    noFolders: 'Eine Bridge hat keine Ordner: Mit „get --type“ fordern Sie einen Export an.',
    onlyAlfresco: '--node und --tenant sind für Alfresco.',
    onlyBridge: '--type und --info sind für eine Bridge.',
    receiptForm: 'Nennen Sie die Form: --json, --html oder --sha256sums.',
    notDate: 'Es ist ein Tag wie 2026-11-30 oder eine Zeit wie 2026-11-30T14:02.',
    helpTellsMore: '{{reason}} „--help“ zeigt mehr.',
    unknownOption: 'Unbekannte Option „{{name}}“.',
    unknownCommand: 'Unbekannter Befehl „{{name}}“.',
    missingArgument: 'Das Argument „{{name}}“ fehlt.',
    valueMissing: 'Der Wert der Option „{{name}}“ fehlt.',
    optionMissing: 'Die Option „{{name}}“ fehlt.',
    invalid: 'Der Wert „{{value}}“ der Option „{{name}}“ ist ungültig. {{reason}}',
    tooMany: 'Zu viele Argumente für „{{name}}“.',
    choices: 'Möglich sind {{choices}}.',
  },
};
