package io.reprise.store.fold;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.schemas.registry.RegistryUnreachableException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyFoldTest {
  /** Appends each value; refuses those that begin with '!'. */
  private static byte[] append(byte @Nullable [] state, FoldEvent event) {
    byte[] value = Objects.requireNonNull(event.value());
    if (value[0] == '!') {
      throw new UnfoldableEventException("it begins with '!'");
    }
    if (state == null) {
      return value;
    }
    var both = Arrays.copyOf(state, state.length + value.length);
    System.arraycopy(value, 0, both, state.length, value.length);
    return both;
  }

  private final KeyFold fold = new KeyFold(KeyFoldTest::append);

  private FoldResult all(FoldEvent... events) {
    return from(null, events);
  }

  private FoldResult from(@Nullable KeyState before, FoldEvent... events) {
    FoldResult last = null;
    var state = before;
    for (var event : events) {
      last = fold.fold(state, event);
      state = last.after();
    }
    return Objects.requireNonNull(last);
  }

  private static FoldEvent event(long offset, String value) {
    return Events.at(offset, value.getBytes(UTF_8));
  }

  @Test
  void countsFoldedEventsAndKeepsTheLastOffset() {
    var after = all(event(4, "a"), event(9, "b")).after();

    assertThat(after.state()).asString(UTF_8).isEqualTo("ab");
    assertThat(after.provenance())
        .isEqualTo(new Provenance(3, 9, 1_009, 2, 0, after.provenance().digest()));
  }

  @Test
  void skipsEventsThatWereFoldedBefore() {
    var once = all(event(4, "a"), event(9, "b"));

    var again = from(once.after(), event(4, "a"), event(9, "b"));

    assertThat(again.after()).isSameAs(once.after());
  }

  @Test
  void parksAnEventThatCannotBeFoldedAndKeepsTheState() {
    var folded = all(event(1, "a"), event(2, "!"));

    assertThat(folded.parkedBecause()).isEqualTo("it begins with '!'");
    assertThat(folded.after().state()).asString(UTF_8).isEqualTo("a");
    assertThat(folded.after().provenance().events()).isEqualTo(1);
    assertThat(folded.after().provenance().parked()).isEqualTo(1);
    assertThat(folded.after().provenance().lastOffset()).isEqualTo(2);
  }

  @Test
  void parksAnEventAfterAnyExceptionOfTheReducer() {
    var broken =
        new KeyFold(
            (state, event) -> {
              throw new IllegalStateException("a bug");
            });

    var folded = broken.fold(null, event(1, "a"));

    assertThat(folded.parkedBecause()).isEqualTo("java.lang.IllegalStateException: a bug");
    assertThat(folded.after().state()).isNull();
  }

  @Test
  void parksAnEventThatWouldMakeTheStateTooLarge() {
    var greedy = new KeyFold((state, event) -> new byte[KeyFold.MOST_STATE_BYTES + 1]);
    var modest = new KeyFold((state, event) -> new byte[KeyFold.MOST_STATE_BYTES]);

    assertThat(greedy.fold(null, event(1, "a")).parkedBecause())
        .isEqualTo("its state would have 1048577 bytes, more than 1048576");
    assertThat(modest.fold(null, event(1, "a")).parkedBecause()).isNull();
  }

  @Test
  void passesRetriableExceptionsToTheCaller() {
    var offline =
        new KeyFold(
            (state, event) -> {
              throw new RegistryUnreachableException(
                  URI.create("http://127.0.0.1:1"), new IOException("refused"));
            });

    assertThatThrownBy(() -> offline.fold(null, event(1, "a")))
        .isInstanceOf(RegistryUnreachableException.class);
  }

  @Test
  void forgetsEverythingBeforeATombstone() {
    var withPast = all(event(1, "a"), event(2, "!"), Events.at(3, null), event(5, "b")).after();
    var withoutPast = all(event(5, "b")).after();

    assertThat(withPast.state()).isEqualTo(withoutPast.state());
    assertThat(withPast.provenance()).isEqualTo(withoutPast.provenance());
  }

  @Test
  void forgetsEventsBeforeTheFirstThatCouldBeFolded() {
    var withPast = all(event(1, "!"), event(2, "!"), event(5, "b"), event(6, "!")).after();
    var withoutPast = all(event(5, "b"), event(6, "!")).after();

    assertThat(withPast.provenance()).isEqualTo(withoutPast.provenance());
    assertThat(all(event(1, "!")).after().provenance())
        .isEqualTo(new Provenance(3, 1, 1_001, 0, 0, EventDigest.EMPTY));
  }

  @Test
  void aTombstoneDeletesTheState() {
    var after = all(event(1, "a"), Events.at(3, null)).after();

    assertThat(after.state()).isNull();
    assertThat(after.provenance()).isEqualTo(new Provenance(3, 3, 1_003, 0, 0, EventDigest.EMPTY));
  }

  @Test
  void theDigestDetectsLostSwappedAndAlteredEvents() {
    var digests =
        java.util.stream.Stream.of(
                all(event(1, "a"), event(2, "b"), event(3, "c")),
                all(event(1, "a"), event(3, "c")),
                all(event(1, "b"), event(2, "a"), event(3, "c")),
                all(event(1, "a"), event(2, "b"), event(4, "c")))
            .map(folded -> folded.after().provenance().digest())
            .toList();

    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void theDigestHasThisValue() {
    assertThat(EventDigest.EMPTY.with(7, 0xCAFEBABE).with(8, 1))
        .hasToString("3aa90b5d1da8449497ff24671d79a143");
  }
}
