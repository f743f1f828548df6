package dev.inlay.infra;

import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.lambda.Architecture;

/// What functions and the task run on. Arm costs a fifth less.
public enum Processor {
    ARM64,
    X86_64;

    /// As images name it.
    String ofImages() {
        return switch (this) {
            case ARM64 -> "arm64";
            case X86_64 -> "amd64";
        };
    }

    Architecture ofFunctions() {
        return switch (this) {
            case ARM64 -> Architecture.ARM_64;
            case X86_64 -> Architecture.X86_64;
        };
    }

    CpuArchitecture ofTasks() {
        return switch (this) {
            case ARM64 -> CpuArchitecture.ARM64;
            case X86_64 -> CpuArchitecture.X86_64;
        };
    }
}
