package io.reprise.trials.bench.rehydrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.Json;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.peer.ToolProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs rehydrations one after the other, in one separate JVM. The caller closes this object, which
 * ends that JVM.
 */
final class RehydrationJobs implements AutoCloseable {
  private final ToolProcess tool;
  private final Path config;

  RehydrationJobs(Stack stack, BenchEnvironment environment, String heap) {
    this.config = environment.directory().resolve("rehydrate.yaml");
    try {
      ConfigFile.write(config, stack.rehydration());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + config, e);
    }
    this.tool =
        ToolProcess.start(
            RehydrateTool.class.getName(),
            List.of(
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                "-Daws.accessKeyId=" + EmbeddedS3.ACCESS_KEY,
                "-Daws.secretAccessKey=" + EmbeddedS3.SECRET_KEY),
            System.getProperty("java.class.path"),
            environment.directory().resolve("rehydrate.log"));
  }

  /** Builds a new version of {@code model} and returns the job's report. */
  JsonNode run(String topic, String model, String from, int threads) {
    var arguments = new ArrayList<>(List.of("rehydrate", "--config", config.toString()));
    arguments.addAll(List.of("--topic", topic, "--reducer", "latest", "--read-model", model));
    arguments.addAll(List.of("--from", from, "--threads", Integer.toString(threads)));
    arguments.addAll(List.of("--sample", "0", "--anew", "--bytes", "-o", "jsonl"));
    var printed = tool.run(arguments);
    try {
      return Json.json().readTree(printed.get(printed.size() - 1));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a rehydration's report is not JSON: " + printed, e);
    }
  }

  @Override
  public void close() {
    tool.close();
  }
}
