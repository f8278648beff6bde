import favicon from '../../assets/favicon.svg';

/** The icon travels inside the script, so that no third request is made and none for /favicon.ico either. */
export function setFavicon(): void {
  const link = document.createElement('link');
  link.rel = 'icon';
  link.type = 'image/svg+xml';
  link.href = URL.createObjectURL(new Blob([favicon], { type: 'image/svg+xml' }));
  document.head.append(link);
}
