/** One fact. Several values stand one below the other; without a value the fact has no line. */
export interface Fact {
  readonly label: string;
  readonly value: string | readonly string[] | undefined;
}

/** Facts as a list of names and values. What is not known is left out. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  const known = facts.flatMap(({ label, value }) =>
    value === undefined || value.length === 0
      ? []
      : { label, values: typeof value === 'string' ? [value] : value },
  );
  if (known.length === 0) return null;
  return (
    <dl className="facts">
      {known.map(({ label, values }) => (
        <div key={label} className="fact">
          <dt>{label}</dt>
          {[...new Set(values)].map((value) => (
            <dd key={value}>
              <bdi>{value}</bdi>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
