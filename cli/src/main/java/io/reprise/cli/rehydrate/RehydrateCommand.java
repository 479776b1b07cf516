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

/** Implements {@code reprise rehydrate}. */
@Command(
    name = "rehydrate",
    description = {
      "Rebuilds a read model in PostgreSQL from snapshots and the tail of the log.",
      "If the command is interrupted, run it again: it resumes from its last checkpoint. Readers of"
          + " the model see the old version until the new one is complete.",
    })
public final class RehydrateCommand extends LeafCommand {
  /** The source from which the rows of a new version are built, before the tail is applied. */
  enum Beginning {
    /** The snapshots that the snapshot topic holds now. */
    SNAPSHOTS,
    /** An exported generation of snapshots in the object store. */
    GENERATION,
    /** No snapshots: every event from the first one is folded. */
    LOG
  }

  @Mixin private ReducerOption reducer = new ReducerOption();
  @Mixin private Connections connections = new Connections();

  @Option(
      names = "--read-model",
      required = true,
      paramLabel = "NAME",
      description =
          "The name of the view that readers query. Its versions are the tables NAME_v1, NAME_v2,"
              + " ...")
  private String model = "";

  @Option(
      names = "--from",
      paramLabel = "WHAT",
      defaultValue = "snapshots",
      description =
          "What to build from: the snapshot topic (snapshots), an exported generation in the object"
              + " store (generation), or all events (log). Default: snapshots.")
  private Beginning from = Beginning.SNAPSHOTS;

  @Option(
      names = "--generation",
      paramLabel = "N",
      description = "With --from generation: the number of the generation (default: the newest).")
  private @Nullable Long generation;

  @Option(
      names = "--to-offset",
      paramLabel = "P=OFF",
      split = ",",
      description =
          "The exclusive end of each partition: no event from this offset on is applied (default:"
              + " the committed end as of now).")
  private Map<Integer, Long> to = Map.of();

  @Option(
      names = "--follow",
      description =
          "After the version is complete and visible, keep applying new events until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--anew",
      description =
          "Build a new version, even if an unfinished one could be resumed or the visible one is up"
              + " to date.")
  private boolean anew;

  @Option(names = "--bytes", description = "Store states as bytes instead of JSON.")
  private boolean bytes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many partitions to process at the same time (default: 2).")
  private int threads;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "How many keys to compare with the visible version before the swap (default: 200).")
  private int sample;

  @Option(
      names = "--max-differing",
      paramLabel = "SHARE",
      defaultValue = "1",
      description =
          "Refuse the swap if more than this share of the compared keys differs, from 0 to 1"
              + " (default: 1, which never refuses).")
  private double maxDiffering;

  @Option(
      names = "--undo",
      description =
          "Make the version that was visible before the current one visible again, and build"
              + " nothing.")
  private boolean undo;

  @Option(
      names = "--wait",
      description =
          "Has no effect, because the command always waits until the rehydration has ended. Accepted for schedulers that pass it.")
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
      // The end of the log is read after the snapshots were opened. Otherwise the snapshots could
      // contain events beyond the end up to which the tail is applied.
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
    var stop = new Thread(rehydration::cancel, "stop-rehydration");
    if (follow) {
      Runtime.getRuntime().addShutdownHook(stop);
    }
    var report = rehydration.run();
    output().one(ReportView.of(model, report), ReportView.FIELDS);
    return report.isComplete() || follow ? ExitCode.DONE : ExitCode.FAILED;
  }
}
