// lengths of time and numbers, as short as they can be read
// not rounded: "at least 3 min" is not said of 2.8
export const span = ms => inUnits(ms, Math.floor), spanAtMost = ms => inUnits(ms, Math.ceil);
const inUnits = (ms, whole) => {
  const tenths = n => (whole(n * 10) / 10).toFixed(1);
  return ms < 1 ? `${Math.round(ms * 1000)} µs` : ms < 1000 ? `${ms < 10 ? tenths(ms) : whole(ms)} ms` : ms < 120e3 ? `${ms < 10e3 ? tenths(ms / 1000) : whole(ms / 1000)} s`
    : ms < 7200e3 ? `${whole(ms / 60e3)} min` : ms < 172800e3 ? `${whole(ms / 3600e3)} h` : `${whole(ms / 86400e3)} d`;
};
export const many = (n, one, others = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : others}`;
export const count = n => n >= 1e6 ? `${(n / 1e6).toFixed(1)}M` : Math.round(n).toLocaleString('en');
