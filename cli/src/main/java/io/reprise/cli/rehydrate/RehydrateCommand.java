package io.reprise.cli.rehydrate;

import io.reprise.cli.argument.PartitionOffsets;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise rehydrate}. */
@Command(
    name = "rehydrate",
    description = {
      "Rebuilds a read model in PostgreSQL from snapshots and the events that are newer than the"
          + " snapshots.",
      "If the command is interrupted, run it again: it resumes from its last checkpoint. Readers"
          + " of the model see the old version until the new one is complete."
    })
public final class RehydrateCommand extends LeafCommand {
  /** The source from which the rows of a new version are built, before the tail is applied. */
  enum Beginning {
    /** The snapshots that the snapshot topic holds now. */
    SNAPSHOTS,
    /** An exported generation of snapshots in the object store. */
    GENERATION,
    /** No snapshots: the rows are built by folding all events of the topic. */
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
          "What to build from: the snapshot topic (snapshots), an export of snapshots in the"
              + " object store (generation), or all events (log). Default: snapshots.")
  private Beginning from = Beginning.SNAPSHOTS;

  @Option(
      names = "--generation",
      paramLabel = "N",
      description =
          "With --from generation: the number of the export, as `reprise snapshot export --list`"
              + " shows it (default: the newest).")
  private @Nullable Long generation;

  @Option(
      names = "--to-offset",
      paramLabel = "P=OFF,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "Apply only events below offset OFF of partition P. Name every partition, as in"
              + " 0=1500,1=2000 (default: apply all events that are committed when the command"
              + " starts).")
  private List<String> to = List.of();

  @Option(
      names = "--follow",
      description =
          "After the new version is complete and visible, keep applying new events to it until"
              + " Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--anew",
      description =
          "Build a new version of the read model, even if an unfinished version could be resumed"
              + " or the visible version is up to date.")
  private boolean anew;

  @Option(
      names = "--bytes",
      description = "Store each key's state as unconverted bytes instead of JSON.")
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
          "Before the new version becomes visible, compare this many of its keys with the version"
              + " that is visible now (default: 200).")
  private int sample;

  @Option(
      names = "--max-differing",
      paramLabel = "SHARE",
      defaultValue = "1",
      description =
          "Keep the old version visible if more than this share of the compared keys differs."
              + " SHARE is a number from 0 to 1 (default: 1, which accepts any difference).")
  private double maxDiffering;

  @Option(
      names = "--undo",
      description =
          "Build nothing, and make the previously visible version of the read model visible again.")
  private boolean undo;

  @Option(
      names = "--wait",
      description =
          "Has no effect, because the command always waits until the rehydration has ended. The"
              + " option exists only for schedulers that pass it.")
  private boolean wait;

  @Override
  protected ExitCode run() {
    var ends = ends();
    try (var sources = new Sources(connections.config())) {
      var provider = sources.reducers().find(reducer.id().name(), reducer.id().version());
      var target = target(sources, provider);
      if (undo) {
        output().one(ReportView.ofUndo(model, target.undo()), ReportView.UNDONE);
        return ExitCode.DONE;
      }
      return run(sources, provider, target, ends);
    } catch (RuntimeException e) {
      throw Refusals.asFailure(e, connections::kafkaInMessages, () -> connections.config().kafka());
    }
  }

  /**
   * Returns the end of each partition, exclusive, that the rehydration must reach; empty if the
   * operator gave no {@code --to-offset}.
   */
  private Map<Integer, Long> ends() {
    return to.isEmpty()
        ? Map.of()
        : PartitionOffsets.parse(
            "--to-offset",
            String.join(",", to),
            "give partition=offset pairs, as in 0=1500,1=2000");
  }

  private ExitCode run(
      Sources sources, ReducerProvider provider, PostgresTarget target, Map<Integer, Long> ends) {
    if (from == Beginning.LOG) {
      return finish(
          rehydrator(sources, ends).fullLog().folding(provider, sources.schemas()).into(target));
    }
    var snapshots = reducer.snapshots();
    try (var source =
        from == Beginning.SNAPSHOTS
            ? sources.topicSnapshots(snapshots)
            : sources.generation(snapshots, generation)) {
      // The end of the log, up to which the tail is applied, must be read after the snapshots were
      // opened. If the end were read first, a snapshot could contain events above that end.
      return finish(
          rehydrator(sources, ends)
              .snapshots(source)
              .folding(provider, sources.schemas())
              .into(target));
    }
  }

  private Rehydrator rehydrator(Sources sources, Map<Integer, Long> ends) {
    var base =
        Rehydrator.from(sources.log(), sources.topics().inspect(reducer.topic()))
            .threads(threads)
            .comparing(sample, maxDiffering)
            .listener(new StepProgress(output()));
    if (!ends.isEmpty()) {
      base = base.upTo(ends);
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
