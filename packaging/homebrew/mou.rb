# The formula for Homebrew. Lines with FILL are filled for each release: see packaging/RELEASE.md.
class Mou < Formula
  desc "Registry of memoranda of understanding that warns you before they lapse"
  homepage "https://mou.invalid/" # FILL: the page of the project
  url "https://mou.invalid/mou-0.1.0.crate" # FILL: the address of the package of this version
  sha256 "0000000000000000000000000000000000000000000000000000000000000000" # FILL
  license any_of: ["MIT", "Apache-2.0"]

  depends_on "rust" => :build

  def install
    system "cargo", "install", *std_cargo_args
    generate_completions_from_executable(bin/"mou", "completions", shells: [:bash, :zsh, :fish, :pwsh])
    system bin/"mou", "man", man1
  end

  test do
    ENV["MOU_FILE"] = testpath/"registry.json"
    system bin/"mou", "add", "Exchange", "--party", "Kyoto", "--signed", "2024-05-01", "--term", "3y", "--id", "exchange"
    assert_match "2027-05-01", shell_output("#{bin}/mou show exchange --as-of 2026-11-22")
  end
end
