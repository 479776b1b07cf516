package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.argument.ZonedTimes;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fact about a plan which shows that the operator probably wanted another plan. {@code replay
 * start} carries out such a plan only if the operator agrees to it on a terminal, or gives the
 * option that accepts this fact.
 *
 * @param option the option of {@code replay start} that accepts the fact
 * @param text the fact, as a sentence without a period
 */
record PlanWarning(String option, String text) {
  static final String ALLOW_FUTURE = "--allow-future";
  static final String ALLOW_EMPTY = "--allow-empty";
  static final String AGAIN = "--again";
  static final String ALLOW_SIDE_EFFECTS = "--allow-side-effects";

  /** How many earlier replays have a warning each. */
  private static final int NAMED = 3;

  /**
   * Returns the warnings of a plan.
   *
   * @param spec the replay spec, made of options and spec file
   * @param plan the plan that a worker has made of the spec
   * @param now the present moment; a range that starts or ends later causes a warning
   * @param times formats the times in the warnings
   */
  static List<PlanWarning> of(JsonNode spec, JsonNode plan, Instant now, ZonedTimes times) {
    var warnings = new ArrayList<PlanWarning>();
    var from = instant(spec.at("/source/from"));
    var to = instant(spec.at("/source/to"));
    if (from != null && from.isAfter(now)) {
      warnings.add(future("start", from, now, times, ""));
    }
    if (to != null && to.isAfter(now)) {
      var effect = ", and records that are written after this plan are not part of the replay";
      warnings.add(future("end", to, now, times, effect));
    }
    if (plan.path("records").asLong(-1) == 0) {
      warnings.add(
          new PlanWarning(
              ALLOW_EMPTY,
              "the plan is empty: its ranges contain no offset, so it delivers nothing"));
    }
    if (plan.path("sideEffects").asBoolean()) {
      warnings.add(
          new PlanWarning(
              ALLOW_SIDE_EFFECTS,
              "each record that is delivered into target %s makes another system act, which cannot be undone"
                  .formatted(plan.at("/spec/target").asText())));
    }
    warnings.addAll(repeated(plan, times));
    return warnings;
  }

  private static List<PlanWarning> repeated(JsonNode plan, ZonedTimes times) {
    var warnings = new ArrayList<PlanWarning>();
    var earlier = plan.path("deliveredBefore");
    for (var replay : earlier) {
      if (warnings.size() == NAMED) {
        var more =
            "%d more replays have delivered offsets of this plan before (-o json names them)";
        warnings.add(new PlanWarning(AGAIN, more.formatted(earlier.size() - NAMED)));
        break;
      }
      warnings.add(new PlanWarning(AGAIN, repeated(replay, plan, times)));
    }
    return warnings;
  }

  private static String repeated(JsonNode replay, JsonNode plan, ZonedTimes times) {
    var started = instant(replay.path("startedAt"));
    var filter = replay.path("filter");
    return "replay %s (%s, %s), which %s started%s, has delivered %d records into target %s%s, and this plan reads some of the same offsets"
        .formatted(
            replay.path("replay").asText(),
            replay.path("name").asText(),
            replay.path("state").asText(),
            replay.path("startedBy").asText("an unknown operator"),
            started == null ? "" : " at " + times.text(started),
            replay.path("delivered").asLong(),
            plan.at("/spec/target").asText(),
            filter.isMissingNode() ? "" : " with the filter " + ReplayViews.filter(filter));
  }

  private static PlanWarning future(
      String bound, Instant time, Instant now, ZonedTimes times, String effect) {
    return new PlanWarning(
        ALLOW_FUTURE,
        "the %s of the range, %s, is in the future (now is %s)%s"
            .formatted(bound, times.text(time), times.text(now), effect));
  }

  /** Returns the time that a bound of the range is; null if it is an offset or a word. */
  static @Nullable Instant instant(JsonNode bound) {
    if (!bound.isTextual()) {
      return null;
    }
    try {
      return Instant.parse(bound.asText().strip());
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
