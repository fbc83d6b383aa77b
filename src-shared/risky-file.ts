/**
 * Extensions that run something, or tell a program to, when they are opened on some desktop. After the kinds that
 * browsers warn of (Chromium's download_file_types); the union over all systems, because files travel.
 */
const risky: ReadonlySet<string> = new Set(
  (
    'ade adp app appimage application applescript appref-ms asp aspx bas bash bat bin bz2exe cer chm class cmd ' +
    'com command cpl crt csh deb desktop diagcab dll dmg docm dotm drv efi exe fish gadget grp hlp hta htm html ' +
    'img inf ins inx iso isp isu jar jnlp job js jse ksh library-ms lnk local mad mam maq mar mas mat mav maw mda ' +
    'mdb mde mdt mdw mdz mht mhtml mof mpkg ms msc msh msh1 msh2 mshxml msi msix msixbundle msp mst ocx ops osx ' +
    'out paf partial pcd perl pif pkg pl plg pol potm ppam ppsm pptm prf prg ps1 ps1xml ps2 ps2xml psc1 psc2 psm1 ' +
    'py pyc pyo pyw rb reg rpm run scf scpt scr sct search-ms searchconnector-ms settingcontent-ms sh shar shb ' +
    'shs sldm slk snap svg sys tcsh term terminal url vb vbe vbs vhd vhdx vsd vsmacros vst vsto vsw vxd webloc ' +
    'website wflow workflow ws wsc wsf wsh xbap xhtml xht xlam xll xlsm xltm xnk xsl zsh'
  ).split(' '),
);

/** The extension (without its dot) that makes a file one to ask about before it is opened, or null. */
export function riskOf(fileName: string): string | null {
  // Windows drops dots and spaces at the end. What follows the last dot is what desktops go by, however long it is:
  // `a.exe.download` is shown, not run, and `a.tar.exe` is run.
  const [, extension = ''] = /\.([^.]+)$/.exec(fileName.replace(/[. ]+$/, '').toLowerCase()) ?? [];
  return risky.has(extension) ? extension : null;
}
