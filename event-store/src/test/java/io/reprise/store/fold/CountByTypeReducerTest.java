package io.reprise.store.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class CountByTypeReducerTest {
  private final Reducer reducer =
      new CountByTypeReducer()
          .create(
              id -> {
                throw new AssertionError("needs no schema");
              });

  @Test
  void countsEachTypeAndWritesThemInOrder() throws Exception {
    var state = reducer.fold(null, Events.ofType(1, "paid"));
    state = reducer.fold(state, Events.ofType(2, "opened"));
    state = reducer.fold(state, Events.ofType(3, "paid"));

    var schema = reducer.stateSchema().orElseThrow();
    Object read =
        new GenericDatumReader<>(schema)
            .read(null, DecoderFactory.get().binaryDecoder(state, null));
    assertThat(read).hasToString("{opened=1, paid=2}");
    assertThat(HexFormat.of().formatHex(state)).isEqualTo("040c6f70656e6564020870616964" + "0400");
  }

  @Test
  void refusesAnEventWithoutAType() {
    assertThatThrownBy(() -> reducer.fold(null, Events.at(1, new byte[] {1})))
        .isInstanceOf(UnfoldableEventException.class)
        .hasMessage("it has no header ce_type");
  }
}
