package io.reprise.rehydrate.read;

import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.fold.SchemaLookup;

/** Creates folds for a reducer. Thread-safe. */
public record FoldFactory(ReducerProvider reducer, SchemaLookup schemas) {

  public ReducerId id() {
    return reducer.id();
  }

  /** Creates a fold for one thread. */
  public CountingFold begin() {
    return new CountingFold(new KeyFold(reducer.create(schemas)));
  }
}
