package io.reprise.rehydrate.read;

import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.fold.SchemaLookup;

/** How events become states. Thread-safe. */
public record FoldFactory(ReducerProvider reducer, SchemaLookup schemas) {

  public ReducerId id() {
    return reducer.id();
  }

  /** For one thread. */
  public CountingFold begin() {
    return new CountingFold(new KeyFold(reducer.create(schemas)));
  }
}
