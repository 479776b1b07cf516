package io.reprise.replay.select;

import io.reprise.replay.plan.ParkedTopic;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.replay.spec.Redrive;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.TargetName;
import io.reprise.runtime.json.Suggestion;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.store.OffsetRange;
import io.reprise.store.select.ExpressionFilter;
import io.reprise.store.select.InvalidExpressionException;
import io.reprise.store.select.SchemasUnavailableException;
import io.reprise.store.select.UnreadableValueException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes the selectors of shards. Compiles the expressions of filters, and keeps those that were
 * used last. A worker has one instance. Thread-safe.
 */
public final class RecordSelectors {
  /** Selectors for a worker without a schema registry. */
  public static final RecordSelectors WITHOUT_SCHEMAS = new RecordSelectors(EventSchemas.NONE);

  /** How many compiled expressions are kept. */
  private static final int KEPT = 32;

  private final EventSchemas schemas;
  private final Map<Expression, ExpressionFilter> compiled =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Expression, ExpressionFilter> eldest) {
          return size() > KEPT;
        }
      };

  private record Expression(String text, @Nullable Integer schema) {}

  public RecordSelectors(EventSchemas schemas) {
    this.schemas = schemas;
  }

  /**
   * Checks the expression of a request's filter, and returns the request with the id of the schema
   * that types the expression's data. All workers then decide alike about each record, also if the
   * topic gets a newer schema later.
   *
   * @throws InvalidSpecException if the expression is not valid for the topic's schema; the message
   *     begins with the place of the fault
   * @throws SchemasUnavailableException if the registry does not answer; a retry is safe
   * @throws NoRegistryException if the expression reads data and this worker knows no registry
   */
  public ReplaySpec checked(ReplaySpec spec) {
    var filter = spec.filter();
    var text = filter.where();
    if (text == null) {
      return spec;
    }
    var asked = new AskedSchema(filter.whereSchema(), spec.source().topic());
    try {
      var unused = ExpressionFilter.compile(text, asked::find, schemas);
    } catch (InvalidExpressionException e) {
      throw new InvalidSpecException(
          "filter.where, %s%s".formatted(e.getMessage(), Suggestion.among(e.unknown(), e.known())));
    } catch (UnreadableValueException e) {
      throw new InvalidSpecException(
          "filter.whereSchema is %d: %s".formatted(filter.whereSchema(), e.getMessage()));
    }
    return spec.withFilter(filter.withWhereSchema(asked.id));
  }

  /** Finds the schema that types the data of a request's expression, and keeps its id. */
  private final class AskedSchema {
    private final @Nullable Integer given;
    private final String topic;
    private @Nullable Integer id;

    AskedSchema(@Nullable Integer given, String topic) {
      this.given = given;
      this.topic = topic;
    }

    Optional<Schema> find() {
      if (given != null) {
        id = given;
        return Optional.of(schemas.byId(given));
      }
      var latest = schemas.latest(topic);
      id = latest.map(RegisteredSchema::id).orElse(null);
      return latest.map(RegisteredSchema::schema);
    }
  }

  /**
   * Returns the selector of a shard of a plan.
   *
   * @throws SchemasUnavailableException if the schema of the plan's expression cannot be read at
   *     the moment; a retry is safe
   * @throws NoRegistryException if that schema is needed and this worker knows no registry
   */
  public RecordSelector of(Plan plan, ShardPlan shard) {
    var redrive = plan.spec().redrive();
    return of(
        plan.spec().filter(),
        redrive == null ? null : redrive(plan, redrive),
        shard,
        plan.topicPartitions());
  }

  private RedriveSelector redrive(Plan plan, Redrive redrive) {
    var whole = new ShardPlan(0, 0, new OffsetRange(0, 0), 0, 1);
    var earlier =
        plan.redriven().stream()
            .map(
                before -> {
                  var filter = before.filter() == null ? Filter.NONE : before.filter();
                  return new RedriveSelector.Earlier(
                      before, of(filter, null, whole, plan.topicPartitions()));
                })
            .toList();
    return new RedriveSelector(
        TargetName.parse(plan.spec().target()).topic(),
        ParkedTopic.isSourceOf(plan),
        redrive,
        earlier);
  }

  RecordSelector of(Filter filter, ShardPlan shard, int partitions) {
    return of(filter, null, shard, partitions);
  }

  private RecordSelector of(
      Filter filter, @Nullable RedriveSelector redrive, ShardPlan shard, int partitions) {
    var text = filter.where();
    return new RecordSelector(
        filter,
        text == null ? null : compiled(new Expression(text, filter.whereSchema())),
        redrive,
        shard,
        partitions);
  }

  private synchronized ExpressionFilter compiled(Expression expression) {
    var known = compiled.get(expression);
    if (known == null) {
      known =
          ExpressionFilter.compile(
              expression.text(),
              () -> Optional.ofNullable(expression.schema()).map(schemas::byId),
              schemas);
      compiled.put(expression, known);
    }
    return known;
  }
}
