package io.reprise.example.target;

import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.ReplayTargetProvider;
import io.reprise.replay.target.TargetSettings;
import java.nio.file.Path;

/** Provides the target {@code files}. Its only setting is {@code directory}. */
public final class FilesTargetProvider implements ReplayTargetProvider {

  @Override
  public String name() {
    return "files";
  }

  @Override
  public ReplayTarget open(TargetSettings settings) {
    settings.requireOnly("directory");
    return new FilesTarget(settings.target(), Path.of(settings.required("directory")));
  }
}
