.PHONY: run test
run:
	./skol run
test:
	./skol test
