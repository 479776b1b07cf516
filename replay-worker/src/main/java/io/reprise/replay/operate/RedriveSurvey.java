package io.reprise.replay.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.kafka.time.Deadline;
import io.reprise.replay.park.DeadLetter;
import io.reprise.replay.park.RecordOrigin;
import io.reprise.replay.park.RefusalCause;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.select.RecordSelection;
import io.reprise.replay.select.RecordSelector;
import io.reprise.replay.select.RecordSelectors;
import io.reprise.replay.select.UndecidedRecordException;
import io.reprise.store.EventLog;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a redrive would deliver, by cause. Shows no value of a record.
 *
 * @param causes the most frequent causes first, at most {@value #MOST_CAUSES}
 * @param read how many records were read
 * @param selected how many of them the redrive delivers
 * @param withoutOrigin how many records name no topic from which they came
 * @param partial whether only a part of the range was read, because it is large or was not read in
 *     time
 */
public record RedriveSurvey(
    List<RedriveCause> causes,
    long read,
    long selected,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long withoutOrigin,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean partial) {
  private static final int MOST_CAUSES = 100;
  private static final long MOST_RECORDS = 100_000;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final RefusalCause COPY = RefusalCause.of("a copy of a replay");

  public RedriveSurvey {
    causes = List.copyOf(causes);
  }

  /**
   * Reads the range of a redrive's plan: at most 100,000 records, for at most 10 s. Returns null
   * for the plan of another replay.
   *
   * @throws PlanRefusedException when the whole range was read and no record has one of the causes
   *     that the redrive names
   */
  static @Nullable RedriveSurvey of(Plan plan, EventLog log, RecordSelectors selectors) {
    if (plan.spec().redrive() == null) {
      return null;
    }
    var whole = new ShardPlan(0, 0, new OffsetRange(0, 0), 0, 1);
    var counts = new Counts(selectors.of(plan, whole));
    var deadline = Deadline.after(LIMIT);
    boolean complete = true;
    for (var partition : plan.partitions()) {
      complete =
          complete && counts.readAll(log, plan, partition.partition(), partition.range(), deadline);
    }
    var survey = counts.survey(!complete);
    if (complete) {
      survey.requireCauses(plan);
    }
    return survey;
  }

  private void requireCauses(Plan plan) {
    var redrive = Objects.requireNonNull(plan.spec().redrive());
    var known = causes.stream().map(RedriveCause::fingerprint).distinct().toList();
    for (var wanted : redrive.causes()) {
      if (!known.contains(wanted) && causes.size() < MOST_CAUSES) {
        throw new PlanRefusedException(
            "redrive.causes: no dead letter of the range has the cause '%s': the causes are %s"
                .formatted(wanted, known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
  }

  private record Group(String origin, RefusalCause cause) {}

  private static final class Counts {
    private final RecordSelector selector;
    private final Map<Group, long[]> groups = new HashMap<>();
    private long read;
    private long selected;
    private long withoutOrigin;

    Counts(RecordSelector selector) {
      this.selector = selector;
    }

    /** Returns whether the whole range was read. */
    boolean readAll(EventLog log, Plan plan, int partition, OffsetRange range, Deadline deadline) {
      if (range.isEmpty()) {
        return true;
      }
      try (var reader = log.read(plan.spec().source().topic(), partition, range)) {
        while (reader.position() < range.to()) {
          if (deadline.isPassed() || read >= MOST_RECORDS) {
            return false;
          }
          reader.read(deadline.left()).records().forEach(this::add);
        }
      }
      return true;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
      read++;
      var origin = RecordOrigin.of(record.headers());
      if (origin.isEmpty()) {
        withoutOrigin++;
        return;
      }
      var cause = DeadLetter.of(record.headers()).map(DeadLetter::cause).orElse(COPY);
      var counts =
          groups.computeIfAbsent(new Group(origin.get().topic(), cause), group -> new long[2]);
      counts[0]++;
      if (isSelected(record)) {
        counts[1]++;
        selected++;
      }
    }

    private boolean isSelected(ConsumerRecord<byte[], byte[]> record) {
      try {
        return selector.select(record) == RecordSelection.DELIVER;
      } catch (UndecidedRecordException e) {
        return false;
      }
    }

    RedriveSurvey survey(boolean partial) {
      var causes =
          groups.entrySet().stream()
              .map(
                  entry ->
                      new RedriveCause(
                          entry.getKey().cause().fingerprint(),
                          entry.getKey().cause().text(),
                          entry.getKey().origin(),
                          entry.getValue()[0],
                          entry.getValue()[1]))
              .sorted(
                  Comparator.comparingLong(RedriveCause::records)
                      .reversed()
                      .thenComparing(RedriveCause::origin)
                      .thenComparing(RedriveCause::fingerprint))
              .limit(MOST_CAUSES)
              .toList();
      return new RedriveSurvey(causes, read, selected, withoutOrigin, partial);
    }
  }
}
