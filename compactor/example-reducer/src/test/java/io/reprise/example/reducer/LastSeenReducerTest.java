package io.reprise.example.reducer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.schemas.json.AvroJson;
import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.Reducer;
import io.reprise.store.fold.Reducers;
import io.reprise.store.fold.UnfoldableEventException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class LastSeenReducerTest {
  private final Reducer reducer =
      Reducers.onClassPath()
          .find("last-seen", 1)
          .create(
              id -> {
                throw new AssertionError("asked for a schema");
              });

  @Test
  void keepsTheNewestEventWhicheverComesFirst() {
    // When
    var first = reducer.fold(null, event(1, "login", "2026-01-02T00:00:00Z"));
    var late = reducer.fold(first, event(2, "signup", "2026-01-01T00:00:00Z"));
    var newer = reducer.fold(late, event(3, "logout", "2026-01-03T00:00:00Z"));

    // Then
    assertThat(late).isEqualTo(first);
    var json = AvroJson.decode(newer, 0, reducer.stateSchema().orElseThrow());
    assertThat(json.toString())
        .isEqualTo("{\"time\":\"2026-01-03T00:00:00Z\",\"type\":\"logout\"}");
  }

  @Test
  void whatItCannotReadIsParked() {
    assertThatThrownBy(() -> reducer.fold(null, event(1, "login", "yesterday")))
        .isInstanceOf(UnfoldableEventException.class)
        .hasMessage("its ce_time 'yesterday' is no time");
  }

  private static FoldEvent event(long offset, String type, String time) {
    var headers = new RecordHeaders();
    headers.add("ce_type", type.getBytes(StandardCharsets.UTF_8));
    headers.add("ce_time", time.getBytes(StandardCharsets.UTF_8));
    var key = "u1".getBytes(StandardCharsets.UTF_8);
    return new FoldEvent("users", 0, offset, offset, key, key, headers);
  }
}
