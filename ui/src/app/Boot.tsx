import { type ReactNode, useEffect, useState } from "react";

const patience = 700;

/** The still picture that index.html starts with, so that a quick start shows no other screen in between. */
export function Boot({ whenSlow = null }: { whenSlow?: ReactNode }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), patience);
    return () => clearTimeout(timer);
  }, []);
  if (isSlow && whenSlow) return whenSlow;
  return (
    <div className="boot" aria-hidden="true">
      <div className="boot-rail">
        <i />
        <i />
        <i />
      </div>
      <div className="boot-list">
        <b />
        <i />
        <i />
        <i />
        <i />
        <i />
        <i />
      </div>
      <div className="boot-thread">
        <b />
      </div>
    </div>
  );
}
