/** Only what a person does counts: events a page made up are dropped before any handler sees them. */

type Events = GlobalEventHandlersEventMap & { focusin: FocusEvent; focusout: FocusEvent };

/** Listens for `type` until `signal` fires; `handle` never sees an event that is not trusted. */
export function on<Type extends keyof Events>(
  target: EventTarget,
  type: Type,
  handle: (event: Events[Type]) => void,
  options: AddEventListenerOptions & { signal: AbortSignal },
): void {
  const listener = (event: Event): void => {
    if (event.isTrusted) handle(event as Events[Type]);
  };
  target.addEventListener(type, listener, options);
}
