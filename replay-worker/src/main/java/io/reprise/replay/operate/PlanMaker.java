package io.reprise.replay.operate;

import io.reprise.kafka.time.Deadline;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.Planner;
import io.reprise.replay.plan.ShadowTopic;
import io.reprise.replay.plan.TargetExpiry;
import io.reprise.replay.plan.WorkerCapacity;
import io.reprise.replay.select.RecordSelectors;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.target.TargetFacts;
import io.reprise.replay.target.Targets;
import io.reprise.replay.transform.RecordTransforms;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans from specs and the present state of the cluster. Thread-safe.
 *
 * @param selectors check the expressions of filters
 * @param transforms check the transforms of requests
 * @param creation creates topics that do not exist, for targets with a pattern
 * @param archive computes how much a plan reads from the archive; null without an archive
 * @param redrives finds what earlier replays have delivered of the source of a redrive
 */
record PlanMaker(
    TopicInspector topics,
    Targets targets,
    RecordSelectors selectors,
    RecordTransforms transforms,
    ShadowTopicCreation creation,
    Supplier<WorkerCapacity> capacity,
    @Nullable ArchiveEstimate archive,
    EarlierRedrives redrives,
    Clock clock) {

  /**
   * The longest time that the archive may take to answer all requests of one plan. This is less
   * than the 30 s that the command line waits for a plan, so that an operator gets an error that
   * names the partitions without an answer.
   */
  private static final Duration ARCHIVE_LIMIT = Duration.ofSeconds(20);

  /**
   * A plan that is not stored yet.
   *
   * @param plan the plan. If {@code missing} is not null, the plan does not name the id of its
   *     target topic, and must not be stored
   * @param source the facts of the source topic from which the plan was made
   * @param missing the topic that must be created before the plan can be stored; null if the target
   *     is not a topic or its topic exists
   * @param parked the topic that takes the parked records, as it is created if it does not exist.
   *     Null if the replay parks none
   */
  record Draft(
      Plan plan, TopicFacts source, @Nullable ShadowTopic missing, @Nullable ShadowTopic parked) {}

  /**
   * Makes a plan. Creates nothing, so a retry is safe. Asks the object store only about offset
   * ranges that begin below Kafka's log start.
   *
   * @throws org.apache.kafka.common.errors.RetriableException when the archive does not answer
   *     within 20 s about such a range; the message names the partitions without an answer
   */
  Draft draft(ReplaySpec request) {
    var selected = selectors.checked(request);
    var target = targets.named(selected.target());
    if (selected.transforms() == null) {
      target.requireAccepts(selected.source().topic(), selected.ordering());
    }
    var chosen = targets.chosenTopic(selected.target());
    var existing =
        chosen
            .map(topic -> ShadowTopicCreation.existing(target, topic))
            .orElseGet(() -> Optional.of(target.facts()));
    var spec =
        transforms.checked(
            selected,
            existing
                .flatMap(found -> Optional.ofNullable(found.topic()))
                .or(() -> chosen)
                .orElse(null));
    var changes = spec.transforms();
    if (changes != null) {
      int written = Objects.requireNonNull(changes.writeSchema());
      target.requireAccepts(spec.source().topic(), spec.ordering(), written);
    }
    var deadline = Deadline.after(ARCHIVE_LIMIT);
    var source = new SourceFacts(topics, spec, deadline);
    var facts = source.withArchive();
    var planned =
        existing.orElseGet(() -> ShadowTopic.facts(spec.target(), chosen.orElseThrow(), facts));
    var plan =
        redrives.addTo(
            Planner.plan(spec, facts, planned, capacity.get(), source::offsetsAt)
                .withNotes(source.notes()));
    var missing =
        existing.isPresent() ? null : missing(chosen.orElseThrow(), plan, facts, deadline);
    if (missing == null) {
      plan = expiry(planned, facts, deadline).check(plan);
      plan = plan.withNotes(chosen.isEmpty() ? List.of() : List.of(exists(planned, facts)));
    }
    var parked = spec.onError() == OnError.PARK ? parking().wanted(target, planned, facts) : null;
    if (parked != null) {
      plan = plan.withNotes(parking().notes(parked, spec));
    }
    return new Draft(
        archive == null ? plan : archive.addTo(plan, facts, deadline), facts, missing, parked);
  }

  private ParkedTopicCreation parking() {
    return new ParkedTopicCreation(topics, creation);
  }

  /**
   * Decides how the missing topic of a plan is to be created, and asks Kafka whether it would
   * create the topic.
   */
  private ShadowTopic missing(String topic, Plan plan, TopicFacts source, Deadline deadline) {
    var missing =
        ShadowTopic.of(
            topic,
            plan,
            new TopicAges(topics.timestamps(source, deadline)),
            clock.instant(),
            topics.replicasOf(source.topic()),
            topics.settings(source.topic()));
    creation.validate(missing);
    return missing;
  }

  private TargetExpiry expiry(TargetFacts target, TopicFacts source, Deadline deadline) {
    return new TargetExpiry(
        target, new TopicAges(topics.timestamps(source, deadline)), clock.instant());
  }

  /**
   * Returns the plan of a draft in the form in which a replay stores it: the plan names the ids of
   * its target topic and of its parked topic. Creates these topics first if they do not exist.
   *
   * <p>The id is read before the replay is stored, and the workers deliver only to a topic with
   * this id. If somebody deletes the topic, or another worker creates it at the same moment, the
   * copies are therefore still in one topic, or the replay fails.
   *
   * @throws io.reprise.replay.plan.PlanRefusedException when Kafka refuses the topic, or when a
   *     topic that was created in the meantime does not fit the plan
   * @throws ShadowTopicUnknownException when Kafka does not answer in time; a retry is safe
   */
  Plan toStore(Draft draft) {
    var plan = withTarget(draft);
    var parked = draft.parked();
    return parked == null ? plan : parking().create(plan, parked);
  }

  private Plan withTarget(Draft draft) {
    var missing = draft.missing();
    if (missing == null) {
      return draft.plan();
    }
    var result = creation.create(missing);
    var target = targets.named(draft.plan().spec().target());
    var facts = ShadowTopicCreation.await(target, missing.name());
    var plan = Planner.withTarget(draft.plan(), draft.source(), facts);
    var kept = expiry(facts, draft.source(), Deadline.after(ARCHIVE_LIMIT)).check(plan);
    return kept.withNotes(
        List.of(
            result == ShadowTopicCreation.Result.CREATED
                ? "topic '%s' was created for this replay".formatted(missing.name())
                : exists(facts, draft.source())));
  }

  private static String exists(TargetFacts target, TopicFacts source) {
    int sources = source.partitions().size();
    return "topic '%s' exists already, with %d partitions%s: it keeps its settings"
        .formatted(
            target.topic(),
            target.partitions(),
            target.partitions() == sources
                ? " as the source has"
                : ", and the source has " + sources);
  }
}
