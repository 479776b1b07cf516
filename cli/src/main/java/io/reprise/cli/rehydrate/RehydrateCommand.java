package io.reprise.cli.rehydrate;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.snapshot.ReducerOption;
import io.reprise.rehydrate.Rehydration;
import io.reprise.rehydrate.Rehydrator;
import io.reprise.rehydrate.postgres.PostgresTarget;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.project.BytesProjection;
import io.reprise.rehydrate.project.JsonProjection;
import io.reprise.rehydrate.project.Projection;
import io.reprise.store.fold.ReducerProvider;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reprise rehydrate}. */
@Command(
    name = "rehydrate",
    description = {
      "Rebuilds a read model in PostgreSQL from snapshots and the tail of the log.",
      "Broken off at any moment, the same command goes on where it was. The model's readers see the"
          + " old one until the new one is complete.",
    })
public final class RehydrateCommand extends LeafCommand {
  /** What a model begins with. */
  enum Beginning {
    /** The snapshot topic, as it is now. */
    SNAPSHOTS,
    /** A generation that was exported to S3. */
    GENERATION,
    /** The first event. */
    LOG
  }

  @Mixin private ReducerOption reducer = new ReducerOption();
  @Mixin private Connections connections = new Connections();

  @Option(
      names = "--read-model",
      required = true,
      paramLabel = "NAME",
      description = "the view that readers use; versions lie in tables NAME_v1, NAME_v2 ...")
  private String model = "";

  @Option(
      names = "--from",
      paramLabel = "WHAT",
      defaultValue = "snapshots",
      description = "snapshots, generation or log (default: snapshots)")
  private Beginning from = Beginning.SNAPSHOTS;

  @Option(
      names = "--generation",
      paramLabel = "N",
      description = "with --from generation: which one (default: the newest)")
  private @Nullable Long generation;

  @Option(
      names = "--to-offset",
      paramLabel = "P=OFF",
      split = ",",
      description = "the first offset of each partition that is not applied (default: the end)")
  private Map<Integer, Long> to = Map.of();

  @Option(names = "--follow", description = "go on with what comes, until Ctrl-C")
  private boolean follow;

  @Option(names = "--anew", description = "begin a new version, whatever there is")
  private boolean anew;

  @Option(names = "--bytes", description = "store states as bytes, not as JSON")
  private boolean bytes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "partitions at a time (default: 2)")
  private int threads;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "200",
      description = "keys to hold against the visible version before the swap (default: 200)")
  private int sample;

  @Option(
      names = "--max-differing",
      paramLabel = "SHARE",
      defaultValue = "1",
      description = "refuse to swap when a larger share of them differs, 0 to 1 (default: 1)")
  private double maxDiffering;

  @Option(names = "--undo", description = "show the version before instead")
  private boolean undo;

  @Option(names = "--wait", description = "accepted for schedulers; it always waits")
  private boolean wait;

  @Override
  protected ExitCode run() {
    try (var sources = new Sources(connections.config())) {
      var provider = sources.reducers().find(reducer.id().name(), reducer.id().version());
      var target = target(sources, provider);
      if (undo) {
        output().document(Map.of("model", model, "version", target.undo()));
        return ExitCode.DONE;
      }
      return run(sources, provider, target);
    } catch (RuntimeException e) {
      throw Refusals.asFailure(e);
    }
  }

  private ExitCode run(Sources sources, ReducerProvider provider, PostgresTarget target) {
    if (from == Beginning.LOG) {
      return finish(
          rehydrator(sources).fullLog().folding(provider, sources.schemas()).into(target));
    }
    var snapshots = reducer.snapshots();
    try (var source =
        from == Beginning.SNAPSHOTS
            ? sources.topicSnapshots(snapshots)
            : sources.generation(snapshots, generation)) {
      // The log's end is looked at later than that of the snapshots, which must not reach further.
      return finish(
          rehydrator(sources).snapshots(source).folding(provider, sources.schemas()).into(target));
    }
  }

  private Rehydrator rehydrator(Sources sources) {
    var base =
        Rehydrator.from(sources.log(), sources.topics().inspect(reducer.topic()))
            .threads(threads)
            .comparing(sample, maxDiffering)
            .listener(new StepProgress(output()));
    if (!to.isEmpty()) {
      base = base.upTo(to);
    }
    if (follow) {
      base = base.following();
    }
    return anew ? base.anew() : base;
  }

  private PostgresTarget target(Sources sources, ReducerProvider provider) {
    var place = connections.config().target();
    var config =
        new PostgresConfig(
            place.url(), place.user(), place.password(), place.schema(), model, place.keepOlder());
    return new PostgresTarget(config, projection(sources, provider));
  }

  private Projection projection(Sources sources, ReducerProvider provider) {
    var schema = provider.create(sources.schemas()).stateSchema().orElse(null);
    return bytes ? new BytesProjection() : new JsonProjection(sources.schemas(), schema);
  }

  private ExitCode finish(Rehydration rehydration) {
    var stop = new Thread(rehydration::cancel, "stop-rehydrate");
    if (follow) {
      Runtime.getRuntime().addShutdownHook(stop);
    }
    var report = rehydration.run();
    output().one(ReportView.of(model, report), ReportView.FIELDS);
    return report.isComplete() || follow ? ExitCode.DONE : ExitCode.FAILED;
  }
}
