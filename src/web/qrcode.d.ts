/** The encoder alone: the package as a whole brings canvas and files. */
declare module 'qrcode/lib/core/qrcode.js' {
  const encoder: Pick<typeof import('qrcode'), 'create'>;
  export default encoder;
}
