const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (number: number): string => String(number).padStart(2, '0');

/** A second since the epoch as `17/May/2015:10:05:03 +0000`, seen at an offset of so many minutes from UTC. */
export const clfTime = (second: number, offset = 0): string => {
  const local = new Date((second + offset * 60) * 1000);
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  const date = `${two(local.getUTCDate())}/${MONTHS[local.getUTCMonth()]!}/${String(local.getUTCFullYear()).padStart(4, '0')}`;
  return `${date}:${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())} ${zone}`;
};
