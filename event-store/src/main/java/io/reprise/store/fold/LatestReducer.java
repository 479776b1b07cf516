package io.reprise.store.fold;

import java.util.Objects;

/**
 * The reducer {@code latest}: the state of a key is the value of its newest event, byte for byte.
 * The values may have any format.
 */
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
