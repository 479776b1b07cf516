package io.reprise.rehydrate;

import io.reprise.store.fold.Reducer;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.fold.SchemaLookup;
import io.reprise.store.fold.UnfoldableEventException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A reducer whose state shows every lost, repeated or reordered event. It cannot fold a value that
 * begins with {@code !}.
 */
public final class ChainReducer implements ReducerProvider {
  @Override
  public ReducerId id() {
    return new ReducerId("chain", 1);
  }

  @Override
  public Reducer create(SchemaLookup schemas) {
    return (state, event) -> {
      var value = event.value();
      if (value == null || value.length == 0 || value[0] == '!') {
        throw new UnfoldableEventException("its value is bad");
      }
      var before = state == null ? "0:0" : new String(state, StandardCharsets.UTF_8);
      long count = Long.parseLong(before.substring(0, before.indexOf(':'))) + 1;
      int hash = 31 * before.hashCode() + Arrays.hashCode(value);
      return (count + ":" + hash).getBytes(StandardCharsets.UTF_8);
    };
  }
}
