import type { Catalogue } from '../catalogue.ts';
import type { failures as source } from '../en/failures.ts';

export const failures: Catalogue<typeof source> = {
  both: '{{what}} {{advice}}',
  why: ' ({{detail}})',
  said: ' Der Server meldet: „{{words}}“',
  saidSentence: ' Der Server meldet: „{{words}}“.',
  inDetail: ' Genauer: {{detail}}.',
  aboutItem: ' Es geht um {{id}}.{{said}}',
  some: {
    what_one: 'Der Server hat eines der {{asked, number}} angeforderten Elemente verweigert: {{names}}.',
    what_other:
      'Der Server hat {{count, number}} der {{asked, number}} angeforderten Elemente verweigert: {{names}}.',
    advice: 'Laden Sie den Rest ohne das Verweigerte herunter, oder bitten Sie den Eigentümer um Zugriff.',
    item: {
      refused: '„{{name}}“ (kein Leserecht)',
      'not-found': '„{{name}}“ (nicht vorhanden)',
      'bad-request': '„{{name}}“ (weder Dokument noch Ordner)',
    },
    and: '{{first}}, {{then}}',
    more_one: '{{first}} und {{count, number}} weiteres',
    more_other: '{{first}} und {{count, number}} weitere',
  },
  leftOut: 'Weggelassen, weil der Server es verweigert hat: {{names}}.',
  size: '{{size, bytes}}',
  unknownSize: 'unbekannte Größe',
  offline: {
    what: 'Dieser Computer hat keine Netzwerkverbindung.',
    advice: 'Sobald sie wieder da ist, macht Ferry von selbst weiter.',
  },
  unreachable: {
    what: 'Der Server ist nicht erreichbar{{why}}.',
    advice:
      'Prüfen Sie das Netzwerk oder das VPN. Ferry macht von selbst weiter, sobald der Server wieder antwortet.',
    adviceAtFirst: 'Prüfen Sie, wie die Adresse geschrieben ist, dann das Netzwerk oder das VPN.',
  },
  untrusted: {
    what: 'Das Zertifikat des Servers ist nicht vertrauenswürdig{{why}}, deshalb wurde nichts an ihn gesendet.',
    advice:
      'Prüfen Sie die Adresse. In einem Gastnetz kann dessen Anmeldeseite geantwortet haben: Melden Sie sich zuerst dort an. Fragen Sie sonst Ihre Administration, welche Zertifizierungsstelle der Server verwendet.',
  },
  'client-certificate': {
    what: 'Der Server verlangt ein Client-Zertifikat, um diesen Computer zu erkennen.',
    advice:
      'Wählen Sie die Datei in den Einstellungen des Servers unter „Mehr“ aus. Ihre Administration weiß, wo es sie gibt.',
    adviceOld:
      'Exportieren Sie es noch einmal mit AES-256 (Windows: „AES256-SHA256“; OpenSSL 3: „openssl pkcs12 -export“) und wählen Sie die neue Datei.',
  },
  'proxy-failed': {
    what: 'Der Proxy{{at}} führt nicht zum Server{{why}}.',
    advice:
      'Prüfen Sie den Proxy in den Einstellungen des Servers unter „Mehr“, oder fragen Sie Ihre Administration. Ferry macht von selbst weiter, sobald der Proxy wieder antwortet.',
    adviceAtFirst:
      'Prüfen Sie den Proxy in den Einstellungen des Servers unter „Mehr“, oder fragen Sie Ihre Administration.',
  },
  'proxy-sign-in': {
    what: 'Der Proxy{{at}} verlangt eine eigene Anmeldung{{why}}.',
    advice: 'Geben Sie Benutzername und Passwort für den Proxy ein. Es sind nicht die des Servers.',
    adviceWindows:
      'Die Windows-Anmeldung an Proxys beherrscht Ferry noch nicht. Bitten Sie Ihre Administration um eine Ausnahme für diesen Server oder um ein Konto mit Passwort (Basic), oder starten Sie ein Hilfsprogramm wie px oder cntlm und tragen Sie dessen Adresse als Proxy ein.',
  },
  'sign-in-needed': {
    what: 'Der Server verlangt, dass Sie sich wieder anmelden.',
    advice:
      'Melden Sie sich an, dann gehen die wartenden Downloads dort weiter, wo sie stehen geblieben sind.',
  },
  'sign-in-refused': {
    what: 'Der Server hat die Anmeldung abgelehnt: {{detail}}.',
    nameOrPassword: 'Benutzername oder Passwort',
    token: 'das Token',
    keyOrSecret: 'Schlüssel oder Secret',
    advice:
      'Prüfen Sie Ihre Angaben und melden Sie sich noch einmal an. Was abgelehnt wurde, versucht Ferry kein zweites Mal.',
    adviceRefused: 'Vielleicht muss Ihre Administration Ferry dort eintragen.',
    adviceNoDevice: 'Melden Sie sich im Browser an.',
    adviceNotTaken:
      'Sie ist frisch; vielleicht erwartet der Server einen anderen Aussteller, Client oder eine andere Audience, oder die Uhren gehen verschieden.',
    whatToken: 'Der Server hat das Token abgelehnt.',
    adviceToken:
      'Vielleicht wurde es widerrufen oder nicht vollständig kopiert. Melden Sie sich mit einem anderen an; ein abgelehntes Token versucht Ferry kein zweites Mal.',
    whatKey: 'Der Server hat den Schlüssel oder das Secret abgelehnt.',
    adviceKey:
      'Prüfen Sie beide und melden Sie sich noch einmal an. Ein abgelehntes Paar versucht Ferry kein zweites Mal.',
  },
  'secret-missing': {
    what: 'Ferry hat kein Passwort für diesen Server{{why}}.',
    why: ': {{detail}}',
    advice: 'Melden Sie sich an, dann beginnen die wartenden Downloads.',
    adviceAlone: 'Melden Sie sich an, dann geht es weiter.',
  },
  unsupported: {
    what: 'Dieser Server kann keine Downloads vorbereiten.',
    advice: 'Prüfen Sie die Adresse, oder fragen Sie die Administration des Servers.',
  },
  'server-removed': {
    what: 'Der Server dieses Downloads wurde aus Ferry entfernt.',
    advice: 'Fügen Sie ihn wieder hinzu, dann geht es weiter.',
  },
  'other-account': {
    what: 'Dieser Download wurde von {{account}} angefordert, und nur dieses Konto kann ihn holen.',
    unknown: 'einem anderen Konto',
    advice: 'Melden Sie sich mit jenem Konto an, oder fordern Sie ihn mit diesem neu an.',
  },
  refused: {
    what: 'Der Server hat abgelehnt: Mindestens etwas von dem, was angefordert wurde, dürfen Sie nicht lesen.{{said}}',
    advice: 'Bitten Sie die zuständige Person um Zugriff.',
    whatExport: 'Der Server hat abgelehnt: Dieses Konto darf diese Art von Export nicht haben.{{said}}',
    adviceExport:
      'Bitten Sie die Bridge-Administration um ein Token, das es darf, oder fordern Sie eine andere Art an.',
  },
  'not-found': {
    what: 'Der Server kennt nicht, was angefordert wurde.{{said}}',
    advice: 'Vielleicht wurde es gelöscht oder verschoben. Prüfen Sie den Link, den Pfad oder die ID.',
    adviceExport: 'Prüfen Sie die Art des Exports und die weiteren Angaben.',
  },
  'bad-request': {
    what: 'Der Server hat die Anforderung nicht angenommen.{{said}}',
    advice: 'Prüfen Sie, was angefordert wurde.',
  },
  'empty-selection': {
    what: 'Es wurde nichts ausgewählt.',
    advice: 'Nennen Sie mindestens ein Dokument oder einen Ordner.',
  },
  archived: {
    what: 'Einige der Dokumente liegen im Archiv des Servers und sind zurzeit nicht lesbar.',
    advice:
      'Bitten Sie die Administration des Servers, sie wiederherzustellen, und versuchen Sie es dann erneut.',
  },
  'too-large': {
    whatItem: '„{{item}}“ allein ist zu groß ({{size}}): Der Server bereitet höchstens {{limit}} vor.',
    whatUntold:
      'Der Server sagt nicht, wie groß die Datei ist, und es kamen mehr als {{limit}}; deshalb hat Ferry abgebrochen. Es wurde nichts behalten.',
    adviceUntold:
      'Wenn sie wirklich so groß ist, erlauben Sie in den Einstellungen mehr (Größte Datei unbekannter Größe) und versuchen Sie es dann erneut.',
    what: 'Die Auswahl ist zu groß ({{size}}): Der Server bereitet höchstens {{limit}} vor.',
    advice: 'Fordern Sie die Unterordner einzeln an.',
  },
  busy: {
    what: 'Der Server ist zu beschäftigt, um zu antworten.',
    advice: 'Ferry versucht es von selbst erneut.',
  },
  'server-error': {
    what: 'Auf dem Server ist ein Fehler aufgetreten{{status}}.{{said}}',
    advice:
      'Versuchen Sie es später erneut; wenn der Fehler bleibt, wenden Sie sich an die Administration des Servers.',
  },
  gateway: {
    what: 'Statt des Servers hat etwas geantwortet, das vor ihm steht{{status}}.{{said}}',
    advice:
      'Versuchen Sie es später erneut; wenn es so bleibt, verständigen Sie die Administration des Servers.',
  },
  cut: {
    what: 'Die Verbindung ist mittendrin abgebrochen.',
    advice: 'Der nächste Versuch macht dort weiter, wo der letzte endete, sofern der Server es zulässt.',
  },
  protocol: {
    what: 'Die Antwort des Servers ergibt keinen Sinn{{why}}.',
    advice:
      'Vielleicht verändert etwas zwischen Ferry und dem Server die Antworten. Versuchen Sie es erneut, oder wenden Sie sich an die Administration.',
  },
  'redirect-refused': {
    what: 'Der Server hat Ferry an eine Stelle verwiesen, die Ferry nicht aufsucht{{why}}.',
    advice: 'Wenden Sie sich an die Administration des Servers.',
  },
  'web-page': {
    whatAtFirst: 'Unter dieser Adresse hat eine Webseite geantwortet, nicht der Server selbst.',
    adviceAtFirst:
      'Prüfen Sie die Adresse. In einem Gastnetz hat vielleicht dessen Anmeldeseite geantwortet: Melden Sie sich zuerst dort in einem Browser an.',
    what: 'Statt der Datei kam eine Webseite.',
    advice:
      'Vielleicht ist eine Anmeldeseite des Netzwerks im Weg: Öffnen Sie einen Browser, melden Sie sich dort an und versuchen Sie es dann erneut.',
  },
  silent: {
    what: 'Der Server zeigt seit sehr langer Zeit keinen Fortschritt. Vielleicht hat er den Auftrag verloren.',
    advice: 'Warten Sie weiter, oder fordern Sie neu an.',
  },
  'cancelled-on-server': {
    what: 'Die Vorbereitung wurde auf dem Server abgebrochen.',
    advice: 'Fordern Sie neu an, wenn Sie es noch brauchen.',
  },
  'failed-on-server': {
    what: 'Der Server konnte es nicht vorbereiten.{{said}}',
    advice: 'Fordern Sie neu an. Wenn der Fehler bleibt, wenden Sie sich an die Administration des Servers.',
  },
  corrupt: {
    what: 'Auch nach mehreren Versuchen kam nicht an, was der Server angekündigt hat{{why}}.',
    advice: 'Nichts Falsches wurde gespeichert. Versuchen Sie es später erneut, oder fordern Sie neu an.',
  },
  'no-space': {
    what: 'Auf dem Datenträger ist kein Platz mehr{{free}}.',
    whatNeeded: 'Auf dem Datenträger ist nicht genug Platz: {{size}} nötig, {{limit}} frei.',
    advice: 'Schaffen Sie Platz, dann macht Ferry von selbst weiter.',
    free: ' ({{size, bytes}} frei)',
  },
  otherFolder: {
    title: 'In einem anderen Ordner speichern',
    again: 'Was schon übertragen wurde, wird noch einmal geholt.',
    confirm: 'Dort speichern',
    done: '„{{name}}“ wird jetzt in {{folder}} gespeichert.',
  },
  'list-unsaved': {
    whatElse: 'Ferry kann die Liste der Downloads nicht speichern: {{detail}}.',
    adviceElse: 'Bis das behoben ist, wird nichts Neues begonnen; danach macht Ferry von selbst weiter.',
    what: 'Ferry kann die Liste der Downloads nicht speichern: Der Datenträger des Datenordners ist voll{{free}}.',
    advice: 'Schaffen Sie dort Platz, dann macht Ferry von selbst weiter. Es geht nichts verloren.',
  },
  'folder-unavailable': {
    what: 'In den Ordner kann nicht geschrieben werden{{why}}.',
    advice: 'Prüfen Sie, ob es ihn gibt, ob das Laufwerk verbunden ist und ob Sie dort schreiben dürfen.',
  },
  'file-locked': {
    what: 'Die Datei ist vollständig, aber ein anderes Programm sperrt sie.',
    advice: 'Vielleicht liest ein Virenscanner sie noch. Der nächste Versuch überträgt nichts zweimal.',
  },
  'file-missing': {
    what: 'Die Datei ist nicht mehr in ihrem Ordner: Sie wurde verschoben, umbenannt oder gelöscht.',
    named: '„{{name}}“ ist nicht mehr im Ordner: Die Datei wurde verschoben, umbenannt oder gelöscht.',
    advice: 'Laden Sie sie noch einmal, wenn Sie sie noch brauchen.',
  },
  'risky-file': {
    what: 'Dateien dieser Art{{why}} können auf Ihrem Computer Programme ausführen.',
    advice:
      'Öffnen Sie die Datei nur, wenn Sie dem Server vertrauen und der Person, die sie dort abgelegt hat.',
    title: '„{{name}}“ öffnen?',
    open: 'Trotzdem öffnen',
    cancel: 'Abbrechen',
  },
  'invalid-input': { what: 'Das ist nicht möglich.' },
  disconnected: {
    what: 'Dieses Fenster hat die Verbindung zu Ferry verloren.',
    advice:
      'Falls es beendet wurde, starten Sie es. Öffnen Sie nach einem Neustart die Adresse, die es ausgibt: Die Downloads gehen dort weiter, wo sie stehen geblieben sind.',
  },
  internal: {
    what: 'In Ferry ist etwas schiefgegangen{{why}}.',
    advice:
      'Versuchen Sie es erneut. Wenn der Fehler bleibt, melden Sie ihn zusammen mit dem Ablauf des Downloads.',
  },
};
