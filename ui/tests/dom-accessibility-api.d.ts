/** The package brings types that its own export map hides. */
declare module "dom-accessibility-api" {
  export function computeAccessibleName(element: Element): string;
}
