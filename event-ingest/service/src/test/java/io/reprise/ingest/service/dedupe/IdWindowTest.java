package io.reprise.ingest.service.dedupe;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.ingest.service.publish.SendOutcome;
import io.reprise.ingest.service.refusal.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdWindowTest {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final IdHash HASH = IdHash.of("/shop", "1");

  private final HandClock clock = new HandClock();
  private final IdBudget budget = new IdBudget(3);
  private final IdWindow window = new IdWindow(WINDOW, budget, clock);

  private static final class HandClock extends Clock {
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private SendOutcome.Stored stored(long offset) {
    return new SendOutcome.Stored(2, offset, clock.millis());
  }

  private Claim.First first(IdHash hash) {
    return (Claim.First) window.claim(hash);
  }

  private void store(String id, long offset) {
    var hash = IdHash.of("/shop", id);
    window.settle(hash, first(hash).outcome(), stored(offset));
  }

  @Test
  void anIdThatIsStoredIsKnownForAsLongAsTheWindow() {
    window.settle(HASH, first(HASH).outcome(), stored(7));

    clock.pass(WINDOW);
    assertThat(window.claim(HASH))
        .isInstanceOfSatisfying(
            Claim.Known.class, known -> assertThat(known.id().offset()).isEqualTo(7));

    clock.pass(Duration.ofMillis(1));
    assertThat(window.claim(HASH)).isInstanceOf(Claim.First.class);
  }

  @Test
  void whoeverComesWhileItIsUnderWayGetsTheSameOutcome() {
    var first = first(HASH);

    var second = (Claim.UnderWay) window.claim(HASH);
    assertThat(second.outcome()).isNotDone();
    window.settle(HASH, first.outcome(), stored(7));

    assertThat(second.outcome()).isCompletedWithValue(stored(7));
  }

  @Test
  void anUnknownOutcomeKeepsItsClaim() {
    var first = first(HASH);

    window.settle(HASH, first.outcome(), new SendOutcome.Unknown(0, "gone"));
    clock.pass(WINDOW.multipliedBy(2));

    assertThat(window.claim(HASH)).isInstanceOf(Claim.UnderWay.class);
    window.settle(HASH, first.outcome(), stored(9));
    assertThat(window.claim(HASH)).isInstanceOf(Claim.Known.class);
  }

  @Test
  void aRejectedEventsIdIsFreeAgain() {
    var rejected =
        new SendOutcome.Rejected(new Refusal(Refusal.Reason.EVENT_TOO_LARGE, "too large"));
    window.settle(HASH, first(HASH).outcome(), rejected);

    assertThat(window.claim(HASH)).isInstanceOf(Claim.First.class);
  }

  @Test
  void takesNoMoreThanTheBudgetAndGoesOnWhenSomeHaveLeft() {
    store("a", 1);
    store("b", 2);
    store("c", 3);
    assertThat(window.claim(HASH)).isEqualTo(new Claim.Full(3, 3, 3, 1));

    clock.pass(WINDOW.plusMillis(1));
    window.sweep();

    assertThat(budget.held()).isZero();
    assertThat(window.claim(HASH)).isInstanceOf(Claim.First.class);
  }

  @Test
  void aTopicAboveItsShareIsRefusedAloneWhenTheBudgetIsSpent() {
    var budget = new IdBudget(4);
    var busy = new IdWindow(WINDOW, budget, clock);
    var quiet = new IdWindow(WINDOW, budget, clock);
    for (int i = 0; i < 4; i++) {
      assertThat(busy.claim(IdHash.of("/busy", "" + i))).isInstanceOf(Claim.First.class);
    }

    assertThat(busy.claim(HASH)).isEqualTo(new Claim.Full(4, 2, 4, 2));
    assertThat(quiet.claim(IdHash.of("/quiet", "0"))).isInstanceOf(Claim.First.class);
    assertThat(quiet.claim(IdHash.of("/quiet", "1"))).isInstanceOf(Claim.First.class);
    assertThat(quiet.claim(IdHash.of("/quiet", "2"))).isEqualTo(new Claim.Full(2, 2, 4, 2));

    busy.abandon();
    assertThat(budget.held()).isEqualTo(2);
    assertThat(budget.share()).isEqualTo(4);
    assertThat(quiet.claim(IdHash.of("/quiet", "2"))).isInstanceOf(Claim.First.class);
  }

  @Test
  void anAbandonedWindowHoldsNoPartOfTheBudget() {
    var first = first(HASH);
    window.abandon();
    window.abandon();

    var rejected = new SendOutcome.Rejected(new Refusal(Refusal.Reason.NOT_STORED, "lost"));
    window.settle(HASH, first.outcome(), rejected);
    window.claim(IdHash.of("/shop", "2"));

    assertThat(budget.held()).isZero();
    assertThat(budget.share()).isEqualTo(3);
  }

  @Test
  void whatOthersStoredIsNotedOnceAndInAnyCase() {
    store("a", 1);
    store("b", 2);
    store("c", 3);
    var theirs = new StoredId(HASH, 1, 4, clock.millis());

    assertThat(window.note(theirs)).isTrue();
    assertThat(window.note(new StoredId(HASH, 1, 5, clock.millis()))).isFalse();
    assertThat(((Claim.Known) window.claim(HASH)).id()).isEqualTo(theirs);
    assertThat(budget.held()).isEqualTo(4);
    window.abandon();
    assertThat(budget.held()).isZero();
  }

  @Test
  void whatIsOlderThanTheWindowIsNotNoted() {
    long before = clock.millis() - WINDOW.toMillis() - 1;

    assertThat(window.note(new StoredId(HASH, 1, 4, before))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 80L * 365 * 24 * 3_600_000, Long.MAX_VALUE / 2})
  void anIdOfAnEventFromTheFutureIsForgottenAsAnyOther(long aheadMillis) {
    long future = clock.millis() + aheadMillis;
    assertThat(window.note(new StoredId(HASH, 1, 4, future))).isTrue();
    var own = IdHash.of("/shop", "own");
    window.settle(own, first(own).outcome(), new SendOutcome.Stored(2, 5, future));
    assertThat(window.claim(HASH)).isInstanceOf(Claim.Known.class);
    assertThat(window.claim(own)).isInstanceOf(Claim.Known.class);

    clock.pass(WINDOW.plusMillis(1));
    window.sweep();

    assertThat(budget.held()).isZero();
    assertThat(window.claim(HASH)).isInstanceOf(Claim.First.class);
  }

  @Test
  void aNoteDoesNotEndAClaim() {
    var first = first(HASH);

    assertThat(window.note(new StoredId(HASH, 1, 4, clock.millis()))).isFalse();
    assertThat(first.outcome()).isNotDone();
  }

  @Test
  void sourceAndIdTogetherAreTheIdentity() {
    assertThat(IdHash.of("/a", "b")).isEqualTo(IdHash.of("/a", "b"));
    assertThat(IdHash.of("/a", "b")).isNotEqualTo(IdHash.of("/", "ab"));
  }
}
