package io.reprise.compactor;

import io.reprise.store.fold.Reducer;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.fold.SchemaLookup;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Concatenates values; fails on bad values, and on all values of topics whose name begins with
 * {@code passing} while a given file exists.
 */
public final class FaultInjectingReducer implements ReducerProvider {
  static final Path UNREACHABLE =
      Path.of("target", "fault-injecting-" + ProcessHandle.current().pid());

  @Override
  public ReducerId id() {
    return new ReducerId("fault-injecting", 1);
  }

  @Override
  public Reducer create(SchemaLookup schemas) {
    return (state, event) -> {
      if (CompactorFixture.text(event.value()).equals("bad")) {
        throw new IllegalStateException("fault-injecting");
      }
      if (Files.exists(UNREACHABLE) && event.topic().startsWith("passing")) {
        throw new UnreachableException();
      }
      var both = new ByteArrayOutputStream();
      both.writeBytes(state == null ? new byte[0] : state);
      both.writeBytes(event.value());
      return both.toByteArray();
    };
  }

  private static final class UnreachableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    UnreachableException() {
      super("the oracle does not answer");
    }
  }
}
