; What electron-builder's installer for Windows leaves to the app: links from the first moment on,
; and nothing left of links and launch at login once Ampel is removed.

!macro customInstall
  WriteRegStr HKCU "Software\Classes\ampel" "" "URL:Ampel"
  WriteRegStr HKCU "Software\Classes\ampel" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\ampel\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr HKCU "Software\Classes\ampel\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
!macroend

!macro customUnInstall
  ; An update removes the version before it, and has to leave these as they are.
  ${ifNot} ${isUpdated}
    DeleteRegKey HKCU "Software\Classes\ampel"
    ; Electron names launch at login after the app's id.
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
  ${endIf}
!macroend
