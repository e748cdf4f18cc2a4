/** Side panels that look at this page: each is told what the badge would show, as long as it is open. */
import type { View } from "./protocol";

export const PANEL_PORT = "panel";
const IDLE: View = { state: "idle", why: null, review: null, partial: false, messages: null };

export class PanelPorts {
  private readonly ports = new Set<chrome.runtime.Port>();
  private view: View = IDLE;

  constructor(opened: () => void, signal: AbortSignal) {
    const connected = (port: chrome.runtime.Port): void => {
      if (port.name !== PANEL_PORT || port.sender?.id !== chrome.runtime.id) return;
      this.ports.add(port);
      port.onDisconnect.addListener(() => this.ports.delete(port));
      if (this.view.state !== "idle") port.postMessage(this.view);
      opened();
    };
    chrome.runtime.onConnect.addListener(connected);
    signal.addEventListener(
      "abort",
      () => {
        if (chrome.runtime?.id) chrome.runtime.onConnect.removeListener(connected);
        for (const port of this.ports) port.disconnect();
        this.ports.clear();
      },
      { once: true },
    );
  }

  get open(): boolean {
    return this.ports.size > 0;
  }

  show(view: View): void {
    this.view = view;
    for (const port of this.ports) port.postMessage(view);
  }
}
