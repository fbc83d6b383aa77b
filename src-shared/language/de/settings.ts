import type { Catalogue } from '../catalogue.ts';
import type { settings as source } from '../en/settings.ts';

export const settings: Catalogue<typeof source> = {
  title: 'Einstellungen',
  search: 'Einstellungen durchsuchen',
  noMatch: {
    title: 'Keine Einstellung passt zu „{{text}}“',
    text: 'Suchen Sie nach Wörtern aus dem Namen oder dem Satz darunter, zum Beispiel „Geschwindigkeit“ oder „Ordner“.',
  },
  sections: {
    downloads: 'Downloads',
    limits: 'Begrenzungen',
    filing: 'Ablage',
    notifications: 'Benachrichtigungen',
    system: 'Dieser Computer',
    appearance: 'Aussehen und Sprache',
    servers: 'Server',
    backup: 'Sicherung',
    about: 'Über Ferry',
  },
  links: 'Abschnitte',
  lead: 'Änderungen gelten sofort.',
  folder: {
    label: 'Ordner für Downloads',
    words: 'Verzeichnis Pfad Speicherort Ziel Laufwerk sichern',
    about:
      'Hierhin kommen Dateien, wenn Sie nichts anderes angeben. Laufende Downloads behalten ihren Ordner.',
    choose: 'Auswählen',
    useDefault: 'Standard verwenden',
  },
  language: {
    label: 'Sprache',
    words: 'Deutsch Englisch English Übersetzung',
    about:
      'Gilt hier, in Benachrichtigungen und im Terminal; „Wie im System“ richtet sich dort nach dem Terminal.',
    system: 'Wie im System',
  },
  theme: {
    label: 'Farbschema',
    words: 'Nachtmodus Dunkelmodus Farbe Kontrast Barrierefreiheit',
    about:
      'Hell, dunkel oder mit hohem Kontrast. „Wie im System“ folgt auch der Kontrasteinstellung des Systems.',
    system: 'Wie im System',
    light: 'Hell',
    dark: 'Dunkel',
    'high-contrast': 'Hoher Kontrast',
  },
  awakeWhilePreparing: {
    label: 'Wach bleiben, während Server vorbereiten',
    words: 'Ruhezustand Energiesparen Standby Schlaf Akku Strom',
    about:
      'Solange Dateien übertragen werden, hält Ferry diesen Computer wach. Auf Wunsch auch dann, wenn ein Server sie noch vorbereitet.',
  },
  closeWithoutTray: {
    label: 'Beim Schließen des Fensters',
    words: 'Infobereich Symbolleiste Taskleiste minimieren beenden Fenster',
    about:
      'Gilt, wenn der Desktop keinen Infobereich hat, der das Fenster zurückbringen könnte. Sonst bleibt Ferry im Infobereich.',
    minimize: 'Minimieren',
    quit: 'Ferry beenden',
  },
  updateChannel: {
    label: 'Updates',
    words: 'Version neu neuer Aktualisierung Upgrade Kanal Beta Vorschau',
    about:
      'Einmal am Tag fragt Ferry seinen Herausgeber nach einer neueren Version. Es sagt Ihnen, was neu ist, und installiert nichts ungefragt.',
    stable: 'Fertige Versionen',
    beta: 'Auch Vorabversionen',
    off: 'Nur, wenn ich suche',
  },
  startAtLogin: {
    label: 'Mit diesem Computer starten',
    words: 'Anmeldung Autostart Systemstart hochfahren',
    about:
      'Ferry startet, wenn Sie sich an diesem Computer anmelden, im Infobereich, und setzt offene Downloads fort.',
  },
  notifySaved: {
    label: 'Wenn eine Datei gespeichert ist',
    words: 'Benachrichtigung Meldung Hinweis fertig abgeschlossen',
    about:
      'Das System zeigt sie, solange das Fenster von Ferry nicht im Vordergrund ist. Die Glocke im Fenster führt immer alles auf.',
  },
  notifyFailed: {
    label: 'Wenn ein Download scheitert oder Sie braucht',
    words: 'Benachrichtigung Meldung Hinweis Fehler Problem abgelaufen',
    about: 'Auch wenn der Server das Vorbereitete nicht mehr aufbewahrt oder seine Antwort ausblieb.',
  },
  notifySignIn: {
    label: 'Wenn ein Server eine Anmeldung verlangt',
    words: 'Benachrichtigung Meldung Hinweis Sitzung abgelaufen',
    about: 'Downloads von diesem Server warten, bis Sie sich angemeldet haben.',
  },
  notifySound: {
    label: 'Ton',
    words: 'Benachrichtigung Geräusch leise stumm Klang Sound',
    about: 'Benachrichtigungen kommen mit dem Ton des Systems.',
  },
  whenAllDone: {
    label: 'Wenn alle Downloads fertig sind',
    words: 'beenden herunterfahren Ruhezustand Standby schlafen Nacht Feierabend',
    about:
      'Wird eine Minute vorher angekündigt: Ein Klick darauf oder ein neuer Download hält Ferry am Laufen.',
    nothing: 'Nichts tun',
    quit: 'Ferry beenden',
    sleep: 'Computer in den Ruhezustand versetzen',
  },
  askAgainAfterExpiry: {
    label: 'Nach Ablauf erneut anfordern',
    words: 'wiederholen erneuern verfallen weg',
    about:
      'Wie oft Ferry einen Download von selbst neu anfordert, den der Server vor dem Abholen verworfen hat. Bei 0 entscheiden Sie.',
  },
  leaveOutRefused: {
    label: 'Verweigertes weglassen',
    words: 'überspringen Zugriff Berechtigung Rest verboten fehlt',
    about:
      'Wenn einige der angeforderten Elemente nicht gelesen werden dürfen oder nicht da sind, lädt Ferry den Rest ohne Rückfrage herunter und meldet, was fehlt.',
  },
  compareListing: {
    label: 'ZIPs auf Vollständigkeit prüfen',
    words: 'Verzeichnis Liste fehlende Dateien vergleichen ganz alle prüfen Ordner',
    about:
      'Wenn ein Ordner angekommen ist, fragt Ferry den Server einmal nach seiner Dateiliste und sagt, was im ZIP davon fehlt.',
  },
  whenExists: {
    label: 'Wenn der Name vergeben ist',
    words: 'überschreiben ersetzen doppelt Konflikt vorhanden gleiche Datei überspringen nummerieren',
    about:
      'Was geschieht, wenn eine andere Datei schon so heißt. Eine ersetzte Datei kommt in den Papierkorb, sobald die neue geprüft ist; ohne Papierkorb wird nummeriert.',
    number: 'Neue Datei nummerieren',
    replace: 'Alte Datei ersetzen',
    skip: 'Unveränderte überspringen',
  },
  rate: {
    none: 'Unbegrenzt',
    kB: 'kB/s',
    MB: 'MB/s',
    unitOf: '{{label}}, Einheit',
    missing: 'Geben Sie eine Zahl ein.',
    noNumber: '„{{text}}“ ist keine Zahl. Geben Sie eine ein, zum Beispiel 1,5.',
    tooSmall: 'Weniger als {{rate}} ist zu langsam. Wählen Sie mehr, oder halten Sie die Downloads an.',
    tooLarge: 'So schnell ist keine Verbindung. Wählen Sie „Unbegrenzt“.',
  },
  rateLimit: {
    label: 'Bandbreite',
    words: 'Geschwindigkeit Tempo drosseln Netzwerk langsam schnell Mbit',
    about: 'Höchstgeschwindigkeit aller Downloads zusammen. Gilt sofort, auch für laufende Downloads.',
  },
  timetable: {
    label: 'Zeitplan',
    words: 'Plan Uhrzeit Nacht Büro Geschwindigkeit drosseln',
    about:
      'Stunden mit einer anderen Bandbreite, etwa weniger während der Arbeitszeit. Sonst gilt die Bandbreite darüber.',
    entry: 'Stunden {{number}}',
    days: 'Tage',
    from: 'Von',
    to: 'Bis',
    limit: 'Bandbreite in diesen Stunden',
    add: 'Stunden hinzufügen',
    remove: 'Diese Stunden entfernen',
    up: 'Nach oben, damit es vor dem Eintrag darüber gilt',
    overlap: 'Wo sich Stunden überschneiden, gilt der erste Eintrag dieser Liste.',
    noDay: 'Wählen Sie mindestens einen Tag. Bis dahin ändert sich nichts.',
    noTime: 'Geben Sie Beginn und Ende an, zum Beispiel {{example}}. Bis dahin ändert sich nichts.',
    week: 'Die Woche',
    now: 'Jetzt: {{rate}}',
    wholeDay: 'Den ganzen Tag: {{rate}}',
    span: '{{from}} bis {{to}}: {{rate}}',
  },
  filing: {
    label: 'Ordner und Name jeder Datei',
    words: 'umbenennen Regel Muster Vorlage Unterordner',
    about:
      'Wohin im Ordner eine Datei kommt und wie sie heißt. Die Endung der Datei bleibt erhalten. Für schon angeforderte Downloads gilt weiter, was vorher galt.',
    folder: 'Ordner im Download-Ordner',
    folderHint: 'Leer für den Download-Ordner selbst. Ein / trennt Ordner.',
    name: 'Name',
    insertFolder: 'In den Ordner einfügen',
    insertName: 'In den Namen einfügen',
    preview: 'Vorschau',
    example: 'Beispiel',
    exampleName: 'Jahresbericht.zip',
    exampleServer: 'Archiv',
    last: 'Die zuletzt gespeicherte Datei',
    fault: '„{{text}}“ ist kein bekannter Platzhalter. Möglich sind {{tokens}}.',
    openBrace: '„{{text}}“ steht allein: Ein Platzhalter steht zwischen { und }.',
    noName: 'Ein Name ist nötig, zum Beispiel {name}.',
    tooLong: 'Das ist zu lang: Höchstens {{count, number}} Zeichen sind möglich.',
  },
  servers: {
    label: 'Serverstatus',
    words: 'Verbindung Konto Kennwort Passwort anmelden Zustand',
    about:
      'Ob jeder funktioniert und wie Sie angemeldet sind; sonst seit wann nicht, und wann Ferry wieder prüft.',
  },
  backup: {
    label: 'Sicherung',
    words: 'Export Import Backup wiederherstellen Umzug anderer Computer Kollegen übertragen',
    about:
      'Server ohne ihre Geheimnisse, Einstellungen und fertige Downloads in einer Datei: für einen anderen Computer oder, ohne die Downloads, für Kolleginnen und Kollegen.',
  },
  diagnostics: {
    label: 'Diagnosedaten',
    words: 'Protokoll Log Bericht Fehler Support Hilfe',
    about: 'Wie es Ferry geht, als Text für die Fehlersuche. Sie sehen ihn, bevor er gespeichert wird.',
  },
  about: {
    label: 'Ferry {{version}}',
    words: 'Version Lizenz Urheberrecht Bericht Fehler melden',
    about: 'Was Ferry ist, worauf es läuft und wo es seine Liste und die Einstellungen aufbewahrt.',
    license: 'Lizenz',
    licenseText: 'MIT: frei zu benutzen, zu ändern und weiterzugeben.',
    dataFolder: 'Datenordner',
    runsOn: 'Läuft auf',
    builtOn: 'Gebaut mit',
    copy: 'Angaben für einen Bericht kopieren',
    copied: 'Kopiert. Nichts davon ist geheim: Versionen, das System und die Arten Ihrer Server.',
    notCopied: 'Das System ließ Ferry nichts in die Zwischenablage legen.',
  },
  doneDays: {
    label: 'Fertiges in der Liste behalten',
    words: 'Verlauf fertig gespeichert aufräumen Tage Liste',
    about:
      'Wie lange ein gespeicherter Download unter „Fertig“ und „Alle“ steht; bei 0, bis Ferry beendet wird. Im Verlauf bleibt er in jedem Fall.',
    unit: 'Tage',
  },
  transferSlots: {
    label: 'Gleichzeitige Downloads',
    words: 'parallel gleichzeitig zugleich',
    about: 'Wie viele Dateien über alle Server hinweg gleichzeitig übertragen werden.',
  },
  transferSlotsPerConnection: {
    label: 'Gleichzeitige Downloads von einem Server',
    words: 'parallel gleichzeitig zugleich',
    about: 'Weniger schont einen ausgelasteten Server.',
  },
  preparationSlotsPerConnection: {
    label: 'Gleichzeitige Vorbereitungen auf einem Server',
    words: 'parallel gleichzeitig zugleich',
    about:
      'Wie viele Aufträge ein Server gleichzeitig vorbereiten soll. Alle weiteren warten in der Warteschlange.',
  },
  silenceMinutes: {
    label: 'Wartezeit ohne Fortschritt',
    words: 'Zeitlimit Timeout warten hängt',
    about:
      'Wie lange ein Server keinen Fortschritt zeigen darf, bevor Ferry nachfragt, wie es weitergehen soll.',
    unit: 'Minuten',
  },
  untoldGigabytes: {
    label: 'Größte Datei unbekannter Größe',
    words: 'Grenze Maximum Bombe gzip',
    about: 'Wenn der Server nicht sagt, wie groß eine Datei ist, endet ihr Download bei dieser Größe.',
    unit: 'GB',
  },
};
