package io.reprise.store.fold;

import java.util.Objects;

/** {@code latest}: the state is the newest value, byte for byte, whatever its form. */
public final class LatestReducer implements ReducerProvider {
  private static final ReducerId ID = new ReducerId("latest", 1);

  @Override
  public ReducerId id() {
    return ID;
  }

  @Override
  public Reducer create(SchemaLookup schemas) {
    return (state, event) -> Objects.requireNonNull(event.value());
  }
}
