import type { Catalogue } from '../catalogue.ts';
import type { validationErrors as source } from '../en/validationErrors.ts';

export const validationErrors: Catalogue<typeof source> = {
  jobGone: 'Dieser Download steht nicht mehr in der Liste.',
  serverGone: 'Dieser Server steht nicht mehr in der Liste.',
  notFinished: 'Dieser Download ist noch nicht fertig.',
  finished: 'Dieser Download ist schon fertig.',
  beingSaved: 'Die Datei wird gerade gespeichert.',
  noFile: 'Es gibt noch keine Datei.',
  cannotOpen: 'Das System konnte sie nicht öffnen.',
  noZip: 'Die Datei lässt sich nicht als ZIP lesen.',
  filing: '„{{text}}“ ist kein bekannter Platzhalter. Verwenden Sie {{tokens}}.',
  subfolder: 'Ein Unterordner liegt in dem Ordner, in den gespeichert wird. Lassen Sie das „..“ weg.',
  knownServer: 'Dieser Server steht schon in der Liste, als „{{name}}“.',
  diagnosticsOver: 'Dieser Text ist nicht mehr da. Öffnen Sie ihn noch einmal.',
  backup: {
    noJson:
      'Das ist keine Sicherung von Ferry, oder die Datei ist unvollständig: Sie lässt sich nicht bis zum Ende lesen.',
    none: 'Das ist keine Sicherung von Ferry.',
    newer:
      'Diese Sicherung stammt von einem neueren Ferry. Aktualisieren Sie dieses, und importieren Sie sie dann.',
    broken:
      'Diese Sicherung ist beschädigt oder wurde verändert: {{place}} ist nicht, was es sein sollte. Es wurde nichts importiert.',
    tooLarge: 'Die Datei ist größer als {{size, bytes}}; so groß ist keine Sicherung.',
    over: 'Dieser Import ist beendet, weil ein anderer begonnen wurde. Wählen Sie die Datei noch einmal aus.',
  },
  noDemo: 'Hier gibt es keinen Demo-Server.',
  folder: {
    noDialog: 'Hier gibt es keinen Dialog für Ordner.',
    badName: '„{{name}}“ ist als Name eines Ordners nicht möglich. Wählen Sie einen anderen.',
    taken: 'Hier gibt es „{{name}}“ schon.',
    ownDialog: 'Ordner werden hier im Dialog des Systems gewählt.',
    whole: 'Geben Sie den vollständigen Pfad ein, oder wählen Sie einen Ordner.',
    notWhole: 'Das ist kein vollständiger Pfad.',
    notShown: 'Dieser Ordner kann hier nicht gezeigt werden.',
    own: 'Ferry speichert nur in Ihren eigenen Ordnern und Laufwerken. Wählen Sie einen davon.',
  },
  authority: {
    unreadable: 'Die Datei mit dem Zertifikat der Zertifizierungsstelle lässt sich nicht lesen: {{file}}',
    key: 'Diese Datei enthält einen privaten Schlüssel. Wählen Sie das Zertifikat der Zertifizierungsstelle, und behalten Sie den Schlüssel für sich.',
    none: 'In dieser Datei ist kein Zertifikat einer Zertifizierungsstelle.',
    expired:
      'Das Zertifikat der Zertifizierungsstelle {{subject}} ist abgelaufen. Fragen Sie Ihre Administration nach dem neuen.',
    ofServer:
      'Das ist das Zertifikat von {{subject}}, nicht das einer Zertifizierungsstelle. Wählen Sie das von {{issuer}}, die dafür bürgt.',
    many: 'In dieser Datei sind mehr als {{most, number}} Zertifizierungsstellen. Wählen Sie die, die Ihr Unternehmen verwendet.',
  },
  proxy: {
    notNamed: 'Für diesen Server ist kein eigener Proxy eingetragen.',
    secret:
      'In der Adresse des Proxys steht ein Passwort. Lassen Sie es weg: Ferry nimmt es aus FERRY_PROXY_SECRET, aus dem Schlüsselbund oder fragt danach.',
    none: 'Das ist nicht die Adresse eines Proxys. Schreiben Sie http://HOST:PORT oder http://USER@HOST:PORT.',
  },
  signIn: {
    over: 'Diese Anmeldung ist vorbei. Beginnen Sie sie noch einmal.',
    portTaken:
      'Ein anderes Programm verwendet die Adresse {{address}}, zu der der Browser zurückkehren muss. Beenden Sie es, oder fragen Sie Ihre Administration nach einer anderen.',
    notFound:
      'Für diesen Server wurde keine Unternehmensanmeldung gefunden. Nennen Sie den Anbieter mit --issuer und --client-id, oder melden Sie sich mit einem Passwort an.',
    none: 'An diesem Server melden Sie sich nicht im Browser an.',
  },
  address: {
    missing: 'Eine Adresse fehlt.',
    tooLong: 'Die Adresse ist zu lang.',
    secret:
      'Die Adresse enthält einen Benutzernamen oder ein Passwort. Lassen Sie das weg: Ferry fragt gesondert danach.',
    scheme: 'Es gehen nur Adressen, die mit https:// oder http:// beginnen.',
    none: 'Das ist nicht die Adresse eines Servers.',
    tenant: 'Die Adresse nennt einen Mandanten, den es nicht geben kann.',
    unencrypted:
      'Über http:// könnte jeder auf dem Weg das Token lesen. Verwenden Sie eine Adresse, die mit https:// beginnt.',
    maker: 'Das ist die Adresse von Bridge selbst. Ihre hat einen eigenen Namen davor: name.{{home}}.',
  },
  server: {
    notHere: 'Unter dieser Adresse antwortet kein {{product}}, mit dem Ferry arbeiten kann.',
    tooOld: '{{version}} kann keine Downloads vorbereiten; nötig ist 5.2.1 oder neuer.',
    readOnly: 'Der Server ist zurzeit schreibgeschützt und kann keine Downloads vorbereiten.',
    notLetIn: 'Der Server lässt dieses Konto nicht herein.{{said}}',
    elsewhere:
      'Der Server verweist auf eine andere Adresse, {{where}}. Wenn er jetzt dort ist, verwenden Sie diese Adresse.',
    signInPage:
      'Der Server schickt alle zuerst auf eine Anmeldeseite unter {{where}}, an der Ferry nicht vorbeikommt. Fragen Sie seine Administration nach einer Adresse, die direkt zu {{product}} führt und ein Passwort oder Token annimmt (Basic oder Bearer).',
    useHttps: 'Der Server will über https gefragt werden. Verwenden Sie {{where}} als seine Adresse.',
    noDocuments:
      'Eine Bridge hat keine Dokumente, die man nennen könnte: Fordern Sie einen Export an, nach der Art des Exports.',
    noFolders:
      'Dieser Server hat keine Ordner, die sich durchsehen lassen. Fordern Sie einen Export nach seiner Art an.',
    noExports: 'Diese Art von Server erstellt keine Exporte.',
  },
  items: {
    unreadable: '„{{line}}“ ist weder die ID eines Dokuments oder Ordners noch ein Link, der eine enthält.',
    list: '„{{line}}“ ist eine Seite mit einer Liste. Öffnen Sie darin ein Element und kopieren Sie dessen Adresse.',
    tooMany:
      '{{asked, number}} Dokumente und Ordner sind zu viele für einen Download; höchstens {{most, number}} sind möglich.',
    tooManyEach:
      '{{asked, number}} Elemente sind zu viele, um einzeln geladen zu werden; möglich sind {{most, number}}. Wählen Sie eine ZIP-Datei oder weniger.',
    otherHost:
      'Dieser Link gehört zu {{host}}, dieser Server ist {{own}}. Wählen Sie den Server, zu dem er gehört, oder fügen Sie die ID daraus ein.',
    elsewhere: '„{{line}}“ gehört zu {{host}}, einem anderen Server, als --url nennt.',
    doubled_one: 'Eine Zeile nannte dasselbe wie eine andere und wird einmal übertragen.',
    doubled_other: '{{count, number}} Zeilen nannten dasselbe wie andere und werden einmal übertragen.',
  },
  export: {
    noType: 'Nennen Sie die Art des Exports, so wie Bridge sie nennt.',
    longType: 'Die Art des Exports ist länger als {{most, number}} Zeichen.',
    oneLine: 'Die Art des Exports ist eine einzige Zeile Text.',
    noJson: 'Die Angaben sind kein gültiges JSON: {{fault}} (Zeile {{line}}, Spalte {{column}}).',
    noJsonNear:
      'Die Angaben sind kein gültiges JSON: {{fault}} (Zeile {{line}}, Spalte {{column}}, bei „{{near}}“).',
    inexact:
      'Die Zahl bei „{{name}}“ ist zu groß, um genau gesendet zu werden. Setzen Sie sie in doppelte Anführungszeichen.',
    noObject: {
      list: 'Die Angaben müssen ein JSON-Objekt sein, wie {{example}}, und das hier ist eine Liste.',
      null: 'Die Angaben müssen ein JSON-Objekt sein, wie {{example}}, und das hier ist null.',
      string: 'Die Angaben müssen ein JSON-Objekt sein, wie {{example}}, und das hier ist ein Text.',
      number: 'Die Angaben müssen ein JSON-Objekt sein, wie {{example}}, und das hier ist eine Zahl.',
      boolean:
        'Die Angaben müssen ein JSON-Objekt sein, wie {{example}}, und das hier ist ein Wahrheitswert.',
    },
  },
  json: {
    more: 'hinter dem Ende steht noch etwas',
    tooDeep: 'es ist zu tief verschachtelt',
    value: 'hier wird ein Wert erwartet',
    commaOrEnd: 'hier wird ein Komma oder „{{end}}“ erwartet',
    name: 'hier wird ein Name in doppelten Anführungszeichen erwartet',
    colon: 'hier wird ein Doppelpunkt erwartet',
    text: 'dieser Text in Anführungszeichen hat kein Ende, oder ein Zeichen darin braucht einen Backslash',
    end: 'das Ende fehlt',
  },
  secretsFile: {
    unused: 'Passwörter liegen in diesem Lauf anderswo.',
    wrong: 'Das ist nicht die Passphrase der verschlüsselten Datei.',
    broken:
      'Die verschlüsselte Datei ist beschädigt: Keine Passphrase öffnet sie mehr. Beginnen Sie neu, und geben Sie die Passwörter noch einmal ein.',
    unreadable:
      'Die verschlüsselte Datei lässt sich nicht lesen: Das System meldet {{code}}. Ihre Passwörter können noch darin sein. Sehen Sie nach, ob das Laufwerk da ist und Sie die Datei lesen dürfen, und entsperren Sie sie noch einmal.',
    short: 'Nehmen Sie mindestens {{least, number}} Zeichen.',
  },
  noListing: 'Dieser Server hat kein Verzeichnis, mit dem sich die Datei vergleichen lässt.',
  nothingMissing: 'Es fehlt nichts, was angefordert werden könnte.',
  call: {
    unknown: 'Diesen Aufruf gibt es nicht.',
    notYours: 'Dieser Bildschirm darf {{call}} nicht aufrufen.',
    values: '{{call}} wurde mit falschen Werten aufgerufen.',
    fields: '{{call}} wurde mit falschen Werten aufgerufen: {{fields}}.',
    tooMany: 'Zu viele Aufrufe auf einmal.',
    tooMuch: 'Das ist zu viel für einen Aufruf.',
  },
};
